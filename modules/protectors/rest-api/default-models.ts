import type { JsonObject } from "../../contract/json.ts";

/** What AWS makes with each API. https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html */
export const DEFAULT_MODELS: readonly JsonObject[] = [
  {
    name: "Empty",
    contentType: "application/json",
    description: "This is a default empty schema model",
    schema:
      '{\n  "$schema": "http://json-schema.org/draft-04/schema#",\n  "title" : "Empty Schema",\n  "type" : "object"\n}',
  },
  {
    name: "Error",
    contentType: "application/json",
    description: "This is a default error schema model",
    schema:
      '{\n  "$schema" : "http://json-schema.org/draft-04/schema#",\n  "title" : "Error Schema",\n  "type" : "object",\n  "properties" : {\n    "message" : { "type" : "string" }\n  }\n}',
  },
];

/** Names of the models that a schema refers to. */
export function refersTo({ schema }: JsonObject): string[] {
  return [...String(schema ?? "").matchAll(/\{restapi\}\/models\/([A-Za-z0-9]+)/g)].flatMap(
    ([, name]) => name ?? [],
  );
}
