import { Ajv, type CodeOptions } from "ajv";
import estateSchema from "../schema/estate.schema.json" with { type: "json" };
import policySchema from "../schema/policy.schema.json" with { type: "json" };
import signingSchema from "../schema/signing.schema.json" with { type: "json" };
import zonesSchema from "../schema/zones.schema.json" with { type: "json" };
import { FORMATS } from "./schema-formats.ts";

/** By the names that they are published with, and refer to each other by. */
export const SCHEMAS = {
  "estate.schema.json": estateSchema,
  "policy.schema.json": policySchema,
  "signing.schema.json": signingSchema,
  "zones.schema.json": zonesSchema,
} as const;

export type SchemaFile = keyof typeof SCHEMAS;

/**
 * Knows all schemas and compiles each when it is first asked for. Source and bundle both get their validators from
 * it, so that they cannot differ; `code` says how, for what shall become a file.
 */
export function schemaAjv(code: CodeOptions = {}): Ajv {
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
    formats: FORMATS,
    code,
  });
  // errorMessage is what editors show, also in place of "property X is not allowed", so mappings have x-help instead;
  // x-diagnostic is the code, where it is not the keyword's usual one; defaultSnippets is what editors insert.
  ajv.addVocabulary(["errorMessage", "x-help", "x-diagnostic", "defaultSnippets"]);
  for (const [file, schema] of Object.entries(SCHEMAS)) ajv.addSchema(schema, file);
  return ajv;
}
