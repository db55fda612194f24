import type { ValidateFunction } from "ajv";
import { SCHEMAS, type SchemaFile, schemaAjv } from "./schema-ajv.ts";

const ajv = schemaAjv();

/** Checks values by a schema; compiled when first asked for. The bundle has `validatorsCode` in place of this file. */
export function validatorOf(file: SchemaFile): ValidateFunction {
  return ajv.compile(SCHEMAS[file]);
}
