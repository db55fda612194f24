import type { JsonObject } from "../../../contract/json.ts";
import { toJson } from "../../kit/json.ts";
import { parserOf } from "../../kit/parse.ts";
import type { ProtectorPorts } from "../../protector.ts";
import { apiArn } from "../arn.ts";
import schema from "../document.schema.json" with { type: "json" };
import type { ApiMapping, RestApiDocument } from "../document.ts";
import type { ApiReads } from "../read.ts";
import { apiNow, type Draft, partKey } from "../restore/draft.ts";
import type { ComingStage } from "../restore/stages.ts";
import type { StageThere } from "../stage-patches.ts";

export type ArmPorts = ApiReads & Pick<ProtectorPorts, "sleep" | "partition" | "region">;

/** A stage as arming makes it, with its variables: what is kept secret of them stands in the restore's result. */
export interface ArmedStage extends StageThere {
  /** It was there when the restore was planned. */
  readonly isThere: boolean;
}

export interface ArmedPlan {
  /** Ids there. */
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  readonly throttle?: JsonObject;
}

/** What brings requests to a restored API. Kept as JSON in the restore's result. */
export interface ApiActivation {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly stages: readonly ArmedStage[];
  readonly plans: readonly ArmedPlan[];
  readonly mappings: readonly ApiMapping[];
}

export function activationOf(
  draft: Draft,
  stages: readonly ComingStage[],
  mappings: readonly ApiMapping[],
  ids: ReadonlyMap<string, string>,
  { name, deployments, usagePlans }: RestApiDocument,
): JsonObject {
  const id = apiNow(draft, ids);
  const deployed = (at: unknown): string => {
    const { id: was = "" } = deployments[Number(at)] ?? {};
    return ids.get(partKey(draft, "deployments", was)) ?? was;
  };
  const coming = new Set(stages.map(({ stage }) => stage.name));
  const activation: ApiActivation = {
    arn: apiArn(draft.ports, id),
    id,
    name,
    stages: stages.map(({ stage, isThere }) => ({
      ...stage,
      deploymentId: deployed(stage.deployment),
      ...(stage.canary !== undefined && { canaryDeploymentId: deployed(stage.canary.deployment) }),
      isThere,
    })),
    plans: usagePlans.flatMap((plan) =>
      plan.stages
        .filter(({ stage }) => coming.has(stage))
        .map((one) => ({
          id: ids.get(partKey(draft, "usageplans", plan.id)) ?? plan.id,
          name: String(plan.settings.name),
          ...one,
        })),
    ),
    mappings: mappings.filter(({ stage }) => stage === undefined || coming.has(stage)),
  };
  return toJson(activation) as JsonObject;
}

const { arn, id, name, stages, mappings } = schema.properties;
const text = { type: "string", minLength: 1 };
const { properties: stageProperties, ...stage } = stages.items;

/** @throws FormError */
export const parseActivation = parserOf<ApiActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["arn", "id", "name", "stages", "plans", "mappings"],
    properties: {
      arn,
      id,
      name,
      stages: {
        type: "array",
        items: {
          ...stage,
          required: [...stage.required, "deploymentId", "isThere"],
          properties: {
            ...stageProperties,
            deploymentId: text,
            canaryDeploymentId: text,
            isThere: { type: "boolean" },
          },
        },
      },
      plans: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["id", "name", "stage"],
          properties: { id: text, name: text, stage: text, throttle: { type: "object" } },
        },
      },
      mappings,
    },
  },
  "what activates the REST API",
);
