import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { FunctionDocument, FunctionSecrets } from "./document.ts";

/** @throws FormError */
export const parseFunction = parserOf<FunctionDocument>(schema, "the document of a function");

const parse = parserOf<FunctionSecrets>(
  {
    type: "object",
    additionalProperties: { type: "object", additionalProperties: { type: "string" } },
  },
  "the secrets of a function",
);

/** @throws FormError */
export function parseFunctionSecrets(secrets: unknown): FunctionSecrets {
  return parse(secrets ?? {});
}
