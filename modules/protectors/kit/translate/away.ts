import type { Json, JsonObject } from "../../../contract/json.ts";
import type { StayingAway } from "../../staying-away.ts";
import { isObject } from "../canonical.ts";
import type { TranslationScope } from "./scope.ts";
import { translateValue } from "./value.ts";
import type { Findings } from "./walk.ts";

/** Name of what a person leaves out, where a text is its ARN and nothing stands for it at the destination. */
export function leftAway(text: Json | undefined, scope: TranslationScope): string | undefined {
  if (typeof text !== "string") return undefined;
  const name = scope.away?.(text);
  return name !== undefined && translateValue(text, scope).kind === "missing" ? name : undefined;
}

/** Those of a list that serve something else than what stays away; the others are noted as `what` says. */
export function servingOthers<One>(
  all: readonly One[],
  scope: TranslationScope,
  into: Findings,
  { serves, what, part }: Serving<One>,
): readonly One[] {
  return all.filter((one) => {
    const name = leftAway(serves(one), scope);
    if (name === undefined) return true;
    into.away.push({ what: what(one), with: name, ...(part !== undefined && { part: part(one) }) });
    return false;
  });
}

interface Serving<One> {
  readonly serves: (one: One) => Json | undefined;
  readonly what: (one: One) => string;
  readonly part?: (one: One) => string;
}

const LISTS = /^(ForAnyValue:)?(Arn|String)(Equals|Like|EqualsIgnoreCase)$/;
const SOURCE = /^aws:sourcearn$/i;

/**
 * What statements of a resource's policy still allow. One that lets in only what stays away stays away with it; of one
 * that names others too, what stays away is left out. Statements that deny, or that take a call without a source, stay.
 */
export function withoutSources(
  statements: readonly JsonObject[],
  scope: TranslationScope,
  into: Findings,
  named: Pick<Serving<JsonObject>, "what" | "part">,
): readonly JsonObject[] {
  return statements.flatMap((statement) => {
    const left = withoutSource(statement, scope, into, named);
    return left === undefined ? [] : [left];
  });
}

function withoutSource(
  statement: JsonObject,
  scope: TranslationScope,
  into: Findings,
  { what, part }: Pick<Serving<JsonObject>, "what" | "part">,
): JsonObject | undefined {
  const { Effect: effect, Condition: condition } = statement;
  if (effect !== "Allow" || !isObject(condition)) return statement;
  const left: StayingAway[] = [];
  let alone = false;
  const kept = Object.entries(condition).map(([operator, keys]): [string, Json] => {
    if (!LISTS.test(operator) || !isObject(keys)) return [operator, keys];
    const sources = Object.entries(keys).map(([key, value]): [string, Json] => {
      if (!SOURCE.test(key)) return [key, value];
      const all = [value].flat() as readonly Json[];
      const others = all.filter((source) => leftAway(source, scope) === undefined);
      if (others.length === all.length) return [key, value];
      alone ||= others.length === 0;
      for (const source of all) {
        const name = leftAway(source, scope);
        if (name !== undefined) left.push({ what: what(statement), with: name });
      }
      return [key, others];
    });
    return [operator, Object.fromEntries(sources)];
  });
  if (alone) into.away.push(...left.map((one) => ({ ...one, ...(part && { part: part(statement) }) })));
  else into.away.push(...left.map((one) => ({ ...one, what: `a source of ${one.what}` })));
  return alone ? undefined : { ...statement, Condition: Object.fromEntries(kept) };
}

/** The same of a whole policy; `undefined` where nothing of it is left. `of`: whose it is. */
export function policyWithoutSources(
  policy: JsonObject | undefined,
  of: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject | undefined {
  if (policy === undefined) return undefined;
  const statements = [policy.Statement ?? []].flat() as readonly Json[];
  const objects = statements.filter(isObject);
  if (objects.length < statements.length) return policy;
  const what = ({ Sid }: JsonObject): string =>
    `statement ${typeof Sid === "string" ? Sid : "without Sid"} of ${of}`;
  const kept = withoutSources(objects, scope, into, { what });
  if (kept.length === objects.length && kept.every((one, at) => one === objects[at])) return policy;
  return kept.length === 0 ? undefined : { ...policy, Statement: kept };
}
