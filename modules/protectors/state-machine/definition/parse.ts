import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { toJson } from "../../kit/json.ts";

/** A definition in the Amazon States Language; `undefined` for a text that is none. */
export function parseDefinition(text: string): JsonObject | undefined {
  try {
    const value = toJson(JSON.parse(text));
    return isObject(value) && isObject(value.States) ? value : undefined;
  } catch {
    return undefined;
  }
}
