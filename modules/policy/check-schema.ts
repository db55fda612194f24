import { Ajv, type ValidateFunction } from "ajv";
import { isDay } from "../core/day.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { Located } from "./located.ts";
import estateSchema from "./schema/estate.schema.json" with { type: "json" };
import policySchema from "./schema/policy.schema.json" with { type: "json" };
import zonesSchema from "./schema/zones.schema.json" with { type: "json" };
import { schemaDiagnostics } from "./schema-diagnostics.ts";

type SchemaName = "policy" | "estate" | "zones";

/**
 * Everything in a file that its JSON Schema, the one that editors use, does not allow. The place of each value
 * is asked for only when something is wrong.
 */
export type CheckSchema = (
  name: SchemaName,
  value: unknown,
  located: () => Located | undefined,
) => Diagnostic[];

/** Compiles the schemas, each when it is first asked for. */
export function schemaCheck(): CheckSchema {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    messages: false,
    strict: true,
    // It would refuse "tags or names": each branch only requires, and the keys are described once, outside.
    strictRequired: false,
    // Checking our own schemas against the meta-schema costs more than all the rest: a test does it.
    meta: false,
    validateSchema: false,
    formats: { date: isDay },
  });
  // errorMessage is what editors show, also in place of "property X is not allowed", so mappings have x-help instead;
  // x-diagnostic is the code, where it is not the keyword's usual one; defaultSnippets is what editors insert.
  ajv.addVocabulary(["errorMessage", "x-help", "x-diagnostic", "defaultSnippets"]);
  ajv.addSchema(policySchema, "policy.schema.json");
  const schemas = { policy: policySchema, estate: estateSchema, zones: zonesSchema };
  const compiled = new Map<SchemaName, ValidateFunction>();

  return (name, value, located) => {
    const validate = compiled.get(name) ?? ajv.compile(schemas[name]);
    compiled.set(name, validate);
    if (validate(value)) return [];
    const root = located();
    return root === undefined ? [] : schemaDiagnostics(validate.errors ?? [], root);
  };
}
