import { Ajv } from "ajv";
import type { RunSummary } from "../../contract/events.ts";
import schema from "../schema/run.schema.json" with { type: "json" };

/** A summary that was kept before runs were signed: it names its points by their keys alone. */
type OlderSummary = Omit<RunSummary, "points" | "signature"> & { readonly points: readonly string[] };

export const isSummary = new Ajv().compile<RunSummary>(schema);

const { signature: _, ...before } = schema.properties;

export const isOlderSummary = new Ajv().compile<OlderSummary>({
  ...schema,
  properties: {
    ...before,
    points: { type: "array", minItems: 1, items: { type: "string", maxLength: 1024 } },
  },
});
