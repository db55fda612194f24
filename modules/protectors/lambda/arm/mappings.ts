import { GetEventSourceMappingCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../restore/attempt.ts";
import type { ArmDeps } from "../restore/deps.ts";
import { AGAIN, RestoreError } from "../restore/error.ts";

const MOST_POLLS = 120;

export async function mappingState(
  { lambda, sleep }: Pick<ArmDeps, "lambda" | "sleep">,
  uuid: string,
): Promise<{ readonly state: string; readonly reason: string }> {
  const what = { resource: `mapping ${uuid}`, call: "lambda:GetEventSourceMapping" };
  const { State, StateTransitionReason } = await attempt(sleep, what, () =>
    lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })),
  );
  return { state: State ?? "", reason: StateTransitionReason ?? "" };
}

/** Enables one mapping and waits until Lambda says so: 10 minutes at most. */
export async function armMapping(deps: ArmDeps, uuid: string): Promise<"kept" | "written"> {
  const { lambda, sleep } = deps;
  let asked = false;
  for (let poll = 0; poll < MOST_POLLS; poll++) {
    const { state } = await mappingState(deps, uuid);
    if (state === "Enabled") return asked ? "written" : "kept";
    if (state === "Disabled" && !asked) {
      const what = { resource: `mapping ${uuid}`, call: "lambda:UpdateEventSourceMapping" };
      await attempt(sleep, what, () =>
        lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: true })),
      );
      asked = true;
    } else await sleep(Math.min(5_000, 500 * (poll + 1)));
  }
  const { state, reason } = await mappingState(deps, uuid);
  throw new RestoreError(
    `mapping ${uuid}`,
    "lambda:UpdateEventSourceMapping",
    `it stayed ${state}: ${reason}`,
    AGAIN,
  );
}
