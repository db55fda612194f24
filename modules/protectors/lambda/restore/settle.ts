import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { FunctionRestorePorts } from "./ports.ts";

const MAX_POLLS = 180;

/**
 * Waits until a function, or one version of it, is active and its last update is done: 13 minutes at most, for a VPC's
 * interfaces can take long. Throws with AWS's own reason when either failed.
 */
export async function settled(
  { lambda, sleep }: Pick<FunctionRestorePorts, "lambda" | "sleep">,
  name: string,
  qualifier?: string,
): Promise<void> {
  const what = {
    resource: qualifier === undefined ? name : `${name}:${qualifier}`,
    call: "lambda:GetFunctionConfiguration",
  };
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const state = await attempt(sleep, what, () =>
      lambda.send(
        new GetFunctionConfigurationCommand({
          FunctionName: name,
          ...(qualifier !== undefined && { Qualifier: qualifier }),
        }),
      ),
    );
    if (state.State === "Failed")
      throw new RestoreError(
        what.resource,
        what.call,
        `it could not be made: ${state.StateReason ?? "AWS gave no reason"}`,
        "correct that, delete the function, and run the restore again",
      );
    if (state.LastUpdateStatus === "Failed")
      throw new RestoreError(
        what.resource,
        what.call,
        `its update failed: ${state.LastUpdateStatusReason ?? "AWS gave no reason"}`,
        `correct that, update the function once by hand (any setting), and ${AGAIN}`,
      );
    if (state.State !== "Pending" && state.LastUpdateStatus !== "InProgress") return;
    await sleep(Math.min(5_000, 500 * (poll + 1)));
  }
  throw new RestoreError(what.resource, what.call, "it stayed pending", AGAIN);
}
