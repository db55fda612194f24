import type { Json, JsonObject } from "../../../contract/json.ts";
import { type DefinitionPath, isName, isTold } from "../../../core/states-language.ts";

/** A definition without what its states are told: how they are joined, and every ARN with the keys that lead to it. */
export function outlineOf(definition: JsonObject): JsonObject {
  return (outline(definition, []) ?? {}) as JsonObject;
}

function outline(value: Json, path: DefinitionPath): Json | undefined {
  const told = isTold(path);
  if (typeof value === "string") return told && !isName(value) ? undefined : value;
  if (Array.isArray(value)) {
    const items = value.map((item: Json, at) => outline(item, [...path, at]));
    // Indices stay what they are.
    return told && items.every((item) => item === undefined) ? undefined : items.map((item) => item ?? null);
  }
  if (value === null || typeof value !== "object") return told ? undefined : value;
  const shown = Object.entries(value).flatMap(([key, item]) => {
    const one = outline(item as Json, [...path, key]);
    return one === undefined ? [] : [[key, one] as const];
  });
  return told && shown.length === 0 ? undefined : Object.fromEntries(shown);
}
