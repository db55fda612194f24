import type { JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";
import { livingPolicy } from "../kit/resource-policy.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import type { BusDocument } from "./document.ts";

/** One form for settings that mean the same. A bus that was told not to log is one that was told nothing. */
export function settingsForm({ LogConfig: log, ...settings }: BusDocument["settings"]): JsonObject {
  const logs = isObject(log) && log.Level !== undefined && log.Level !== "OFF";
  return canonical({ ...settings, ...(logs && { LogConfig: log }) });
}

/** `null`: nobody but its own account may. */
export function policyForm(policy: JsonObject | undefined | null): JsonObject | null {
  const living = livingPolicy(policy ?? undefined);
  return living === undefined ? null : (sortedKeys(living) as JsonObject);
}
