import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { MappingPorts } from "../restore/ports.ts";

const MAX_POLLS = 120;

export async function mappingState(
  { lambda, sleep }: Pick<MappingPorts, "lambda" | "sleep">,
  uuid: string,
): Promise<{ readonly state: string; readonly reason: string }> {
  const what = { resource: `mapping ${uuid}`, call: "lambda:GetEventSourceMapping" };
  const { State, StateTransitionReason } = await attempt(sleep, what, () =>
    lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })),
  );
  return { state: State ?? "", reason: StateTransitionReason ?? "" };
}

/** Enables one mapping and waits until Lambda says so: 10 minutes at most. */
export async function activateMapping(ports: MappingPorts, uuid: string): Promise<"kept" | "written"> {
  const { lambda, sleep } = ports;
  let asked = false;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const { state } = await mappingState(ports, uuid);
    if (state === "Enabled") return asked ? "written" : "kept";
    if (state === "Disabled" && !asked) {
      const what = { resource: `mapping ${uuid}`, call: "lambda:UpdateEventSourceMapping" };
      await attempt(sleep, what, () =>
        lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: true })),
      );
      asked = true;
    } else await sleep(Math.min(5_000, 500 * (poll + 1)));
  }
  const { state, reason } = await mappingState(ports, uuid);
  throw new RestoreError(
    `mapping ${uuid}`,
    "lambda:UpdateEventSourceMapping",
    `it stayed ${state}: ${reason}`,
    AGAIN,
  );
}
