import type { Json, JsonObject } from "../../contract/json.ts";
import { own } from "../../core/own.ts";

/** Lists that AWS treats as sets, and returns in an order of its own. */
const SETS = new Set([
  "SubnetIds",
  "SecurityGroupIds",
  "Architectures",
  "CompatibleRuntimes",
  "CompatibleArchitectures",
  "FunctionResponseTypes",
  "Events",
  "AllowMethods",
  "AllowHeaders",
  "AllowOrigins",
  "ExposeHeaders",
  "Filters",
  "KAFKA_BOOTSTRAP_SERVERS",
  "Metrics",
  "SourceAccessConfigurations",
]);

/**
 * One form for settings that mean the same: keys sorted, sets sorted, and without what AWS reads as absent
 * (null, "", false, {} and []).
 */
export function canonical(value: JsonObject): JsonObject {
  return (reduce(value, "") ?? {}) as JsonObject;
}

function reduce(value: Json | undefined, key: string): Json | undefined {
  if (value === null || value === undefined || value === "" || value === false) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => reduce(item, "") ?? item);
    if (items.length === 0) return undefined;
    return SETS.has(key) ? items.toSorted((a, b) => compareJson(a, b)) : items;
  }
  if (typeof value !== "object") return value;
  const entries = Object.entries(value)
    .map(([name, item]) => [name, reduce(item as Json, name)] as const)
    .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function compareJson(a: Json, b: Json): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : Number(left > right);
}

/** Whether two values in canonical form are the same. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Top-level keys in which two objects in canonical form differ, sorted. */
export function differingKeys(a: JsonObject, b: JsonObject): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => !sameJson(own(a, key), own(b, key)))
    .sort();
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
