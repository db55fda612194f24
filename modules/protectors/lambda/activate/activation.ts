import type { Json } from "../../../contract/json.ts";
import { parserOf } from "../../kit/parse.ts";
import type { FunctionDocument } from "../document.ts";

/** What brings events to a restored function: its mappings by their new ids. Kept as JSON in the restore's result. */
export interface FunctionActivation {
  /** ARN of the function that was captured: while that one is there too, both would read the same sources. */
  readonly source?: string;
  /** `enabled` as they were captured. */
  readonly mappings: readonly {
    readonly uuid: string;
    readonly enabled: boolean;
    /** ARN; empty for what has none, such as Kafka of one's own. */
    readonly source: string;
  }[];
}

export function activationOf(
  { mappings }: Pick<FunctionDocument, "mappings">,
  source: string,
  ids: ReadonlyMap<string, string>,
): Json {
  const made = mappings.flatMap(({ uuid, enabled, settings: { EventSourceArn: from } }) => {
    const now = ids.get(uuid);
    return now === undefined ? [] : [{ uuid: now, enabled, source: typeof from === "string" ? from : "" }];
  });
  return { source, mappings: made };
}

/** @throws FormError */
export const parseActivation = parserOf<FunctionActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["mappings"],
    properties: {
      source: { type: "string", minLength: 1 },
      mappings: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["uuid", "enabled", "source"],
          properties: {
            uuid: { type: "string", minLength: 1 },
            enabled: { type: "boolean" },
            source: { type: "string" },
          },
        },
      },
    },
  },
  "what activates the function",
);
