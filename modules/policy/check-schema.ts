import type { Diagnostic } from "../core/diagnostic.ts";
import type { Located } from "./located.ts";
import { schemaDiagnostics } from "./schema-diagnostics.ts";
import { validatorOf } from "./schema-validators.ts";

/**
 * Everything in a file that its JSON Schema, the one that editors use, does not allow. The place of each value
 * is asked for only when something is wrong.
 */
export function checkSchema(
  name: "policy" | "estate" | "zones",
  value: unknown,
  located: () => Located | undefined,
): Diagnostic[] {
  const validate = validatorOf(`${name}.schema.json`);
  if (validate(value)) return [];
  const root = located();
  return root === undefined ? [] : schemaDiagnostics(validate.errors ?? [], root);
}
