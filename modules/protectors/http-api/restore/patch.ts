import type { Json, JsonObject } from "../../../contract/json.ts";
import { differingKeys, isObject } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";

/**
 * What an Update call takes so that settings become as they were: it leaves alone what it is not told, and of a map each
 * key. A text, or a value of a map, is taken away by the empty text.
 */
export function patchOf(wanted: JsonObject, live: JsonObject): JsonObject {
  const [to, from] = [sortedKeys(wanted) as JsonObject, sortedKeys(live) as JsonObject];
  return Object.fromEntries(differingKeys(to, from).map((key) => [key, changed(to[key], from[key] ?? null)]));
}

function changed(to: Json | undefined, from: Json): Json {
  if (to === undefined) return cleared(from);
  if (!isObject(to) || !isObject(from)) return to;
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  return { ...to, ...Object.fromEntries(gone.map((key) => [key, cleared(from[key] ?? null)])) };
}

function cleared(value: Json): Json {
  if (Array.isArray(value)) return [];
  if (typeof value === "boolean") return false;
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleared(one)]));
  return "";
}
