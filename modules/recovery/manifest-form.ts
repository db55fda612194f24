import { Ajv, type ErrorObject } from "ajv";
import type { Manifest } from "./manifest.ts";
import schema from "./schema/manifest.schema.json" with { type: "json" };

const isOfSchema = new Ajv({ allErrors: false }).compile<Manifest>(schema);

/** What keeps a value from being a manifest of the published schema; `undefined` where nothing does. */
export function notManifest(value: unknown): string | undefined {
  return isOfSchema(value) ? undefined : describe(isOfSchema.errors?.[0]);
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "it does not match the schema";
  return `${error.instancePath === "" ? "it" : error.instancePath} ${error.message ?? error.keyword}`;
}
