import type { ActivateRequest, Activating } from "../../activating.ts";
import type { MappingPorts } from "../restore/ports.ts";
import type { FunctionActivation } from "./activation.ts";
import { activateMapping, mappingState } from "./mappings.ts";
import { refuseBesideSource } from "./source.ts";

/** The mappings that were enabled when the function was captured. */
export function activatings(
  ports: MappingPorts,
  { source, mappings }: FunctionActivation,
  { arn, alongside }: ActivateRequest,
): Activating[] {
  const alone = async (): Promise<void> => {
    if (!alongside && source !== undefined) await refuseBesideSource(ports, source, arn);
  };
  return mappings
    .filter(({ enabled }) => enabled)
    .map(({ uuid, source: from }) => ({
      title: `enable mapping ${uuid}${from === "" ? "" : ` from ${from}`}`,
      call: "lambda:UpdateEventSourceMapping",
      active: async () => {
        const active = (await mappingState(ports, uuid, arn)).state === "Enabled";
        if (!active) await alone();
        return active;
      },
      activate: async () => {
        if ((await mappingState(ports, uuid, arn)).state !== "Enabled") await alone();
        return activateMapping(ports, uuid, arn);
      },
    }));
}
