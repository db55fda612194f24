import type { Json, JsonObject } from "../../../contract/json.ts";
import { differingKeys, isObject } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";

/**
 * What an Update call takes so that settings become as they were: it leaves alone what it is not told, and of a map each
 * key. A text, or a value of a map, is taken away by the empty text; a number by nothing, so that it is left out here.
 */
export function patchOf(wanted: JsonObject, live: JsonObject): JsonObject {
  const [to, from] = [sortedKeys(wanted) as JsonObject, sortedKeys(live) as JsonObject];
  return withoutNone(differingKeys(to, from).map((key) => [key, changed(to[key], from[key] ?? null)]));
}

/**
 * Numbers that are there and not wanted, `DefaultRouteSettings.ThrottlingRateLimit`: no update takes one away, and what looks
 * like it sets 0, by which a stage refuses every request. https://github.com/hashicorp/terraform-provider-aws/issues/30373
 */
export function staying(wanted: JsonObject, live: JsonObject): readonly string[] {
  return Object.entries(live).flatMap(([key, value]) => {
    const to = wanted[key];
    if (isObject(value)) return staying(isObject(to) ? to : {}, value).map((one) => `${key}.${one}`);
    return typeof value === "number" && to === undefined ? key : [];
  });
}

function changed(to: Json | undefined, from: Json): Json | undefined {
  if (to === undefined) return cleared(from);
  if (!isObject(to) || !isObject(from)) return to;
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  return { ...to, ...withoutNone(gone.map((key) => [key, cleared(from[key] ?? null)])) };
}

function cleared(value: Json): Json | undefined {
  if (typeof value === "number") return undefined;
  if (Array.isArray(value)) return [];
  if (typeof value === "boolean") return false;
  if (isObject(value)) return withoutNone(Object.entries(value).map(([key, one]) => [key, cleared(one)]));
  return "";
}

function withoutNone(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  return Object.fromEntries(
    entries.flatMap(([key, value]): [string, Json][] => (value === undefined ? [] : [[key, value]])),
  );
}
