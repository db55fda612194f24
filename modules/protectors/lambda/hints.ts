import type { Json } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";

/** What only the inventory of a region knows of a function: no API lists what is attached to one. */
export interface FunctionHints {
  /** Ids of the event source mappings that name it, sorted. */
  readonly mappings: readonly string[];
  /** The log group that it writes to, where it was given one. */
  readonly logGroup?: string;
}

const parse = parserOf<FunctionHints>(
  {
    type: "object",
    additionalProperties: false,
    required: ["mappings"],
    properties: {
      mappings: { type: "array", items: { type: "string", minLength: 1 } },
      logGroup: { type: "string", minLength: 1 },
    },
  },
  "what the inventory told of the function",
);

/** @throws FormError */
export function parseHints(hints: Json | undefined): FunctionHints {
  return parse(hints ?? null);
}
