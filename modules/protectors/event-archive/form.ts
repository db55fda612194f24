import type { JsonObject } from "../../contract/json.ts";
import { formOf } from "../event-rule/form.ts";

/** One form for settings that mean the same: nothing said of its days, and for ever, are one. */
export function settingsForm({ RetentionDays: days, ...settings }: JsonObject): JsonObject {
  return { ...formOf(settings), RetentionDays: typeof days === "number" ? days : 0 };
}
