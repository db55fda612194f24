import type { Json } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";

/** The same value with every object's keys in order, so that equal documents are equal texts. Nothing is left out. */
export function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => sortedKeys(item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, item]) => [key, sortedKeys(item)]),
  );
}
