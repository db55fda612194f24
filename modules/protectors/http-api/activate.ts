import type { ActivateRequest, Activating } from "../activating.ts";
import { MAKE } from "../kit/api-methods.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ApiActivation, ArmPorts } from "./activate/activation.ts";
import { mapping } from "./activate/mappings.ts";
import { staging } from "./activate/stages.ts";

/** An API without stages answers nobody. Domain names lead to stages, so they come last. */
export function activatings(
  ports: ArmPorts,
  activation: ApiActivation,
  request: ActivateRequest,
): readonly Activating[] {
  const { arn, name, stages, mappings } = activation;
  requireRestored({ resource: `API ${name}`, call: MAKE }, arn, request.arn);
  return [
    ...stages.map((one) => staging(ports, activation, one)),
    ...mappings.map((one) => mapping(ports, activation, one)),
  ];
}
