import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { functionOf } from "../../../core/arn.ts";
import { attempt } from "../../kit/attempt.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import type { MappingPorts } from "../restore/ports.ts";

export const UPDATE_MAPPING = "lambda:UpdateEventSourceMapping";
const MAX_POLLS = 120;

interface MappingState {
  readonly state: string;
  readonly reason: string;
}

/** @throws RestoreError for a mapping that invokes anything else than the function `arn` */
export async function mappingState(
  { lambda, sleep }: Pick<MappingPorts, "lambda" | "sleep">,
  uuid: string,
  arn: string,
  again: string,
): Promise<MappingState> {
  const what = { resource: `mapping ${uuid}`, call: "lambda:GetEventSourceMapping", again };
  const {
    State,
    StateTransitionReason,
    FunctionArn = "",
  } = await attempt(sleep, what, () => lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })));
  if (functionOf(FunctionArn) !== arn)
    throw new RestoreError(
      what.resource,
      what.call,
      `it invokes ${FunctionArn}, and not ${arn}, which was restored`,
      "the result of the restore was edited, or the mapping was given to another function: restore again",
    );
  return { state: State ?? "", reason: StateTransitionReason ?? "" };
}

/** Enables or disables one mapping and waits until Lambda says so: 10 minutes at most. */
export async function switchMapping(
  ports: MappingPorts,
  uuid: string,
  arn: string,
  to: "Enabled" | "Disabled",
  again: string,
): Promise<"kept" | "written"> {
  const { lambda, sleep } = ports;
  const what = { resource: `mapping ${uuid}`, call: UPDATE_MAPPING, again };
  let asked = false;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const { state } = await mappingState(ports, uuid, arn, again);
    if (state === to) return asked ? "written" : "kept";
    if ((state === "Disabled" || state === "Enabled") && !asked) {
      await attempt(sleep, what, () =>
        lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: to === "Enabled" })),
      );
      asked = true;
    } else await sleep(Math.min(5_000, 500 * (poll + 1)));
  }
  const { state, reason } = await mappingState(ports, uuid, arn, again);
  throw new RestoreError(what.resource, what.call, `it stayed ${state}: ${reason}`, again);
}
