import type { JsonObject } from "../../contract/json.ts";
import { isArn } from "../../core/arn.ts";
import { isObject } from "../kit/canonical.ts";
import type { RestoreTarget } from "../protector.ts";
import type { TopicRuleSettings } from "./document.ts";
import { withNamed } from "./named.ts";
import { arnsInSql, withArnsInSql } from "./sql.ts";

/** A function that an action or the SQL calls. */
interface CalledFunction {
  /** `settings.actions[0].lambda.functionArn`, `settings.sql.aws_lambda[0]` */
  readonly path: string;
  /** With its qualifier. */
  readonly arn: string;
}

/** Functions that the SQL calls, and those that actions call, in their order; that of the error action last. */
export function functionsOf(settings: TopicRuleSettings): readonly CalledFunction[] {
  const found: CalledFunction[] = [];
  withFunctions(settings, (one) => {
    found.push(one);
    return one.arn;
  });
  return found;
}

/** The settings with what `now` makes of each function that the SQL or an action calls. */
export function withFunctions(
  settings: TopicRuleSettings,
  now: (called: CalledFunction) => string,
): TopicRuleSettings {
  const called = (action: JsonObject, place: string): JsonObject => {
    const { lambda } = action;
    if (!isObject(lambda) || typeof lambda.functionArn !== "string") return action;
    const path = `${place}.lambda.functionArn`;
    return { ...action, lambda: { ...lambda, functionArn: now({ path, arn: lambda.functionArn }) } };
  };
  const { sql, actions, errorAction } = settings;
  return {
    ...settings,
    ...(typeof sql === "string" && {
      sql: withArnsInSql(sql, ({ arn, called: path }) => (path === undefined ? arn : now({ path, arn }))),
    }),
    actions: actions.map((action, at) => called(action, `settings.actions[${at}]`)),
    ...(isObject(errorAction) && { errorAction: called(errorAction, "settings.errorAction") }),
  };
}

/** ARN of what one action serves: a function, a topic, or what it names by its name; `undefined`: none of AWS's things that it could be followed to. */
export function servedBy(action: JsonObject, at: RestoreTarget): string | undefined {
  const { lambda, sns } = action;
  if (isObject(lambda)) return String(lambda.functionArn);
  if (isObject(sns)) return String(sns.targetArn);
  let found: string | undefined;
  withNamed({ actions: [action] }, at, ({ arn }) => {
    found ??= arn;
    return undefined;
  });
  return found;
}

/** ARNs of all that the rule brings messages to, the error action's and those of functions that its SQL calls too. */
export function fedBy(settings: TopicRuleSettings, at: RestoreTarget): readonly string[] {
  const { actions, errorAction, sql } = settings;
  const all = [...actions, ...(isObject(errorAction) ? [errorAction] : [])];
  return [...new Set([...all.flatMap((action) => servedBy(action, at) ?? []), ...calledBySql(sql)])].filter(
    isArn,
  );
}

/** ARNs of the functions that the SQL calls. */
export function calledBySql(sql: unknown): readonly string[] {
  return arnsInSql(sql).flatMap(({ arn, called }) => (called === undefined ? [] : [arn]));
}

/** Roles that actions are done by and that functions of the SQL read by, wherever they stand, each once. */
export function rolesOf({ sql, actions, errorAction }: TopicRuleSettings): readonly string[] {
  const inSql = arnsInSql(sql).flatMap(({ arn }) => (/^arn:[^:]+:iam::\d*:role\//.test(arn) ? [arn] : []));
  const found = new Set<string>(inSql);
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, one] of Object.entries(value))
      if (key === "roleArn" && typeof one === "string") found.add(one);
      else walk(one);
  };
  walk([actions, errorAction]);
  return [...found].sort();
}
