import type { JsonObject } from "../../contract/json.ts";
import { isArn } from "../../core/arn.ts";
import { isObject } from "../kit/canonical.ts";
import type { RestoreTarget } from "../protector.ts";
import type { TopicRuleSettings } from "./document.ts";
import { withNamed } from "./named.ts";

/** A function that the SQL calls. https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html#iot-func-aws-lambda */
const IN_SQL = /\baws_lambda\s*\(\s*(["'])(.*?)\1/gi;

/** A function that an action calls. */
export interface CalledFunction {
  /** `settings.actions[0].lambda.functionArn` */
  readonly path: string;
  /** With its qualifier. */
  readonly arn: string;
}

/** Functions that actions call, in their order, that of the error action last. */
export function functionsOf(settings: TopicRuleSettings): readonly CalledFunction[] {
  const found: CalledFunction[] = [];
  withFunctions(settings, (one) => {
    found.push(one);
    return one.arn;
  });
  return found;
}

/** The settings with what `now` makes of each function that an action calls. */
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
  const { actions, errorAction } = settings;
  return {
    ...settings,
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
    found = arn;
    return undefined;
  });
  return found;
}

/** ARNs of all that the rule brings messages to, the error action's and those of functions that its SQL calls too. */
export function fedBy(settings: TopicRuleSettings, at: RestoreTarget): readonly string[] {
  const { actions, errorAction, sql } = settings;
  const all = [...actions, ...(isObject(errorAction) ? [errorAction] : [])];
  const called = typeof sql === "string" ? [...sql.matchAll(IN_SQL)].map(([, , arn = ""]) => arn) : [];
  return [...new Set([...all.flatMap((action) => servedBy(action, at) ?? []), ...called])].filter(isArn);
}

/** Roles that actions are done by, wherever they stand, each once. */
export function rolesOf(settings: TopicRuleSettings): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, one] of Object.entries(value))
      if (key === "roleArn" && typeof one === "string") found.add(one);
      else walk(one);
  };
  walk([settings.actions, settings.errorAction]);
  return [...found].sort();
}
