import type { ActivateRequest, Activating } from "../../activating.ts";
import { unlessGone } from "../../kit/disarming.ts";
import { ARM_AGAIN, DISARM_AGAIN } from "../../kit/restore-error.ts";
import { switchedOff } from "../../kit/switched-off.ts";
import type { MappingPorts } from "../restore/ports.ts";
import type { FunctionActivation } from "./activation.ts";
import { mappingState, switchMapping, UPDATE_MAPPING } from "./mappings.ts";
import { refuseBesideSource } from "./source.ts";

/** Enables one mapping, and disables it again: then it keeps its place in a stream, and its queue keeps its messages. */
export function mappingActivating(
  ports: MappingPorts,
  { uuid, source: from, off }: FunctionActivation["mappings"][number],
  source: string | undefined,
  request: ActivateRequest,
): Activating {
  const { arn } = request;
  const label = `mapping ${uuid}${from === "" ? "" : ` from ${from}`}`;
  const isEnabled = async (): Promise<boolean> => {
    if ((await mappingState(ports, uuid, arn, ARM_AGAIN)).state === "Enabled") return true;
    if (off) request.note(switchedOff(label));
    if (source !== undefined) await refuseBesideSource(ports, source, request);
    return false;
  };
  return {
    title: `enable ${label}`,
    call: UPDATE_MAPPING,
    active: isEnabled,
    activate: async () =>
      (await isEnabled()) ? "kept" : switchMapping(ports, uuid, arn, "Enabled", ARM_AGAIN),
    disarming: {
      title: `disable ${label}`,
      call: UPDATE_MAPPING,
      inactive: async () => {
        const there = await unlessGone(() => mappingState(ports, uuid, arn, DISARM_AGAIN));
        return there === undefined || there.state === "Disabled";
      },
      disarm: async () => {
        await switchMapping(ports, uuid, arn, "Disabled", DISARM_AGAIN);
      },
    },
  };
}
