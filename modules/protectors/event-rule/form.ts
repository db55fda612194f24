import type { JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import type { RuleDocument } from "./document.ts";

/** One form for settings that mean the same. In a pattern also nothing, "" and false say something. */
export function formOf({ EventPattern: pattern, ...settings }: RuleDocument["settings"]): JsonObject {
  return {
    ...canonical(settings),
    ...(isObject(pattern) && { EventPattern: sortedKeys(pattern) }),
  };
}

/** Targets that mean the same, by their Ids. */
export function targetForms(targets: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(targets.map((target) => [String(target.Id), canonical(target)]));
}
