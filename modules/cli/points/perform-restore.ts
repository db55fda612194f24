import { applyRestore, type Watching } from "../../restore/apply.ts";
import type { RestorePlan } from "../../restore/plan.ts";
import type { RestorePorts } from "../../restore/ports.ts";
import type { RestoreResult } from "../../restore/result.ts";
import { stepsOf } from "../describe/describe-restore.ts";
import type { Output } from "../terminal/output.ts";

/** Does the steps of a plan. One that fails says how far it came, and a repetition continues there. */
export async function performRestore(
  ports: RestorePorts,
  plan: RestorePlan,
  output: Output,
): Promise<RestoreResult> {
  const { length } = stepsOf(plan);
  let ended = 0;
  const stopped = (): string => `stopped after ${ended} of ${length} steps`;
  const watching: Watching = {
    onBlob: (part) => output.status(`copying ${part} to ${ports.region}`),
    onStep: ({ title }) => {
      ended += 1;
      output.status(`${ended}/${length} ${title}`);
    },
  };
  try {
    return await output.untilInterrupted(
      () => [
        `${stopped()}; what is done stays`,
        "  help: run the same command again: it continues where it stopped",
      ],
      () => applyRestore(ports, plan, watching),
    );
  } catch (error) {
    output.note(stopped());
    throw error;
  }
}
