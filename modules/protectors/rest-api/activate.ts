import type { ActivateRequest, Activating } from "../activating.ts";
import { MAKE } from "../kit/api-methods.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ApiActivation, ArmPorts } from "./activate/activation.ts";
import { mappingActivating } from "./activate/mapping.ts";
import { stageActivating } from "./activate/stage.ts";
import { planActivating } from "./activate/usage-plan.ts";

/** Stages answer requests; then come the keys that they want, and the domains that lead to them. */
export function activatings(
  ports: ArmPorts,
  activation: ApiActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn, name, stages, plans, mappings } = activation;
  requireRestored({ resource: `REST API ${name}`, call: MAKE }, arn, request.arn);
  return [
    ...stages.map((one) => stageActivating(ports, activation, one)),
    ...plans.map((one) => planActivating(ports, activation, one)),
    ...mappings.map((one) => mappingActivating(ports, activation, one)),
  ];
}
