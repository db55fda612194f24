import type { Diagnostic } from "../../core/diagnostic.ts";
import estate from "../schema/estate.schema.json" with { type: "json" };
import policy from "../schema/policy.schema.json" with { type: "json" };
import signing from "../schema/signing.schema.json" with { type: "json" };
import zones from "../schema/zones.schema.json" with { type: "json" };
import type { Located } from "../yaml/located.ts";
import type { FileSchema } from "./misplaced-key.ts";
import { schemaDiagnostics } from "./schema-diagnostics.ts";
import { validatorOf } from "./schema-validators.ts";

/**
 * Everything in a file that its JSON Schema, the one that editors use, does not allow. The place of each value
 * is asked for only when something is wrong.
 */
export function checkSchema(
  name: "policy" | "estate" | "zones" | "signing",
  value: unknown,
  located: () => Located | undefined,
): Diagnostic[] {
  const validate = validatorOf(`${name}.schema.json`);
  if (validate(value)) return [];
  const root = located();
  return root === undefined ? [] : schemaDiagnostics(validate.errors ?? [], root, FILES[name]);
}

const FILES: Readonly<Record<"policy" | "estate" | "zones" | "signing", FileSchema>> = {
  estate,
  policy: { ...policy, estate },
  zones,
  signing,
};
