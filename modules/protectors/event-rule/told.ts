import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import type { RuleDocument, RuleSecrets } from "./document.ts";

/**
 * Fields of a target that are its program's own text, and so may hold credentials: whole, or these of their fields.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
const TOLD: Readonly<Record<string, "whole" | readonly string[]>> = {
  Input: "whole",
  InputTransformer: ["InputTemplate"],
  HttpParameters: "whole",
  RedshiftDataParameters: ["Sql", "Sqls"],
  AppSyncParameters: "whole",
  SageMakerPipelineParameters: "whole",
};

type Targets = Pick<RuleDocument, "targets"> & { readonly secrets?: RuleSecrets };

/** Targets without what they are told, and that, by their Ids. */
export function withoutTold(whole: readonly JsonObject[]): Targets {
  const told: [string, JsonObject][] = [];
  const targets = whole.map((target) => {
    const shown: Record<string, JsonObject[string]> = {};
    const hidden: Record<string, JsonObject[string]> = {};
    for (const [field, value] of Object.entries(target)) {
      const which = Object.hasOwn(TOLD, field) ? TOLD[field] : undefined;
      if (which === undefined || (which !== "whole" && !isObject(value))) shown[field] = value;
      else if (which === "whole" || !isObject(value)) hidden[field] = value;
      else {
        const parts = Object.entries(value);
        const secret = parts.filter(([name]) => which.includes(name));
        shown[field] = Object.fromEntries(parts.filter(([name]) => !which.includes(name)));
        if (secret.length > 0) hidden[field] = Object.fromEntries(secret);
      }
    }
    if (Object.keys(hidden).length > 0) told.push([String(target.Id), hidden]);
    return shown;
  });
  return { targets, ...(told.length > 0 && { secrets: { targets: Object.fromEntries(told) } }) };
}

/** The targets whole again. */
export function withTold({ targets, secrets }: Targets): readonly JsonObject[] {
  return targets.map((target) => {
    const id = String(target.Id);
    const told = secrets !== undefined && Object.hasOwn(secrets.targets, id) ? secrets.targets[id] : {};
    const fields = Object.entries(told ?? {}).map(([field, value]) => {
      const shown = target[field];
      return [field, isObject(value) && isObject(shown) ? { ...shown, ...value } : value] as const;
    });
    return { ...target, ...Object.fromEntries(fields) };
  });
}
