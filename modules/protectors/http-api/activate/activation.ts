import { parserOf } from "../../kit/parse.ts";
import schema from "../document.schema.json" with { type: "json" };
import type { Mapping, Stage } from "../document.ts";
import type { ApiPorts } from "../live.ts";

export type ArmPorts = Pick<ApiPorts, "gateway" | "region" | "sleep">;

export interface ArmedStage extends Stage {
  /** It was there otherwise when the restore was planned, and a person allowed to change it. */
  readonly over?: true;
  /** The deployment that it is to serve was not made. */
  readonly undeployed?: true;
}

/** What makes a restored API answer. Kept as JSON in the restore's result. */
export interface ApiActivation {
  readonly arn: string;
  readonly name: string;
  readonly stages: readonly ArmedStage[];
  readonly mappings: readonly Mapping[];
}

const { arn, name, mappings } = schema.properties;
const { properties, ...stage } = schema.properties.stages.items;

/** @throws FormError */
export const parseActivation = parserOf<ApiActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["arn", "name", "stages", "mappings"],
    properties: {
      ...{ arn, name, mappings },
      stages: {
        type: "array",
        items: {
          ...stage,
          properties: { ...properties, over: { const: true }, undeployed: { const: true } },
        },
      },
    },
  },
  "what activates the API",
);
