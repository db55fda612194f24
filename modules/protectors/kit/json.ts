import type { Json, JsonObject } from "../../contract/json.ts";

/** The named fields that are there, as JSON: dates become ISO 8601, absent fields stay absent. */
export function pick<T extends object>(source: T, fields: readonly (keyof T & string)[]): JsonObject {
  const found = fields.filter((field) => source[field] !== undefined && source[field] !== null);
  return JSON.parse(
    JSON.stringify(Object.fromEntries(found.map((field) => [field, source[field]]))),
  ) as JsonObject;
}

export function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
