import type { Activating } from "../../protector.ts";
import type { MappingPorts } from "../restore/ports.ts";
import type { FunctionActivation } from "./activation.ts";
import { activateMapping, mappingState } from "./mappings.ts";

/** The mappings that were enabled when the function was captured. */
export function activatings(ports: MappingPorts, { mappings }: FunctionActivation): Activating[] {
  return mappings
    .filter(({ enabled }) => enabled)
    .map(({ uuid, source }) => ({
      title: `enable mapping ${uuid}${source === "" ? "" : ` from ${source}`}`,
      call: "lambda:UpdateEventSourceMapping",
      active: async () => (await mappingState(ports, uuid)).state === "Enabled",
      activate: () => activateMapping(ports, uuid),
    }));
}
