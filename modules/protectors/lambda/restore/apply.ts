import type { PlannedStep } from "./draft.ts";
import { RestoreError } from "./error.ts";
import { copyIds } from "./ids.ts";
import type { RestorePlan } from "./plan.ts";
import { type RestoreResult, restoreResult } from "./result.ts";

/**
 * Does the steps of a plan, in their order, and nothing else. `onStep` is told of each when it is done. Throws when the
 * plan is blocked, and at the first step that fails; the plan made afterwards continues there.
 */
export async function applyRestore(
  plan: RestorePlan,
  onStep: (step: PlannedStep, index: number) => void = () => {},
): Promise<RestoreResult> {
  const { request, blocked, steps } = plan;
  if (blocked.length > 0)
    throw new RestoreError(
      request.translation.document.name,
      "restore",
      `blocked: ${blocked.map(({ message }) => message).join("; ")}`,
      [...new Set(blocked.map(({ wayOut }) => wayOut))].join("; "),
    );
  const ids = copyIds(plan.ids);
  for (const [index, step] of steps.entries()) {
    await step.perform?.(ids);
    onStep(step, index);
  }
  return restoreResult(request.point, request.target, request.translation, ids);
}
