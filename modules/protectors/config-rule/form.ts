import type { JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";
import type { ConfigRuleSettings } from "./document.ts";

/**
 * One form for settings that mean the same: with the evaluation mode that AWS Config has by itself.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html
 */
export function formOf({ EvaluationModes, InputParameters, ...settings }: ConfigRuleSettings): JsonObject {
  const modes = Array.isArray(EvaluationModes) && EvaluationModes.length > 0 ? EvaluationModes : undefined;
  return canonical({
    ...settings,
    EvaluationModes: (modes ?? [{ Mode: "DETECTIVE" }])
      .map((one) => (isObject(one) ? String(one.Mode) : String(one)))
      .sort(),
    ...(InputParameters !== "{}" && InputParameters !== undefined && { InputParameters }),
  });
}
