import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import type { EdgeFunction } from "./document.ts";

/** Of lists of objects, what tells one from another. */
const KEYS: Readonly<Record<string, string>> = {
  CacheBehaviors: "PathPattern",
  CustomErrorResponses: "ErrorCode",
  CustomHeaders: "HeaderName",
  FunctionAssociations: "EventType",
  KeyValueStoreAssociations: "KeyValueStoreARN",
  LambdaFunctionAssociations: "EventType",
  OriginGroups: "Id",
  Origins: "Id",
};
/** Lists whose order says something: the first behaviour that fits counts, and the first member of a group. */
const ORDERED = new Set(["CacheBehaviors", "Members"]);

/**
 * One form for configurations that mean the same: lists as sets but where their order counts, without what means nothing, and
 * without what another distribution's policy says of it.
 */
export function formOfConfig({ ContinuousDeploymentPolicyId: _, ...config }: JsonObject): JsonObject {
  return (reduced(config, "") ?? {}) as JsonObject;
}

/** The same of a CloudFront function; its code is a text like another. */
export function formOfFunction({ config, code }: Pick<EdgeFunction, "config" | "code">): JsonObject {
  return { ...(reduced(config, "") as JsonObject), code: code ?? "" };
}

function reduced(value: Json, key: string): Json | undefined {
  if (value === null || value === "" || value === false) return undefined;
  if (Array.isArray(value)) return value.map((one: Json) => reduced(one, "") ?? one);
  if (!isObject(value)) return value;
  const { Quantity: quantity, Items: items, ...rest } = value;
  const list = quantity === undefined ? undefined : listForm(Array.isArray(items) ? items : [], key);
  const own = quantity === undefined ? value : rest;
  const entries = Object.entries(own)
    .map(([name, one]) => [name, reduced(one, name)] as const)
    .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (list !== undefined)
    return entries.length === 0 ? list : { ...Object.fromEntries(entries), Items: list };
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function listForm(items: readonly Json[], of: string): Json | undefined {
  if (items.length === 0) return undefined;
  const forms = items.map((one) => reduced(one, "") ?? one);
  const by = KEYS[of];
  if (by === undefined)
    return ORDERED.has(of)
      ? forms
      : forms.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const keys = forms.map((one, at) => (isObject(one) ? String(one[by] ?? at) : String(at)));
  const named = forms.map((one, at): [string, Json] => [keys[at] ?? "", one]);
  const sorted = Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
  return ORDERED.has(of) ? { order: keys, ...sorted } : sorted;
}
