import { nearestOf } from "../place-of.ts";
import type { PolicyPlan } from "../plan.ts";
import type { Change } from "./change.ts";

type Place = Pick<Change, "because" | "gone">;

/**
 * The line that asks for what stands at a path now, or for the block around it; else the line that did before. What
 * nobody wrote, then and now, is asked for by the policy as a whole.
 */
export function placeOfChange(path: string, before: PolicyPlan, after: PolicyPlan): Place {
  const now = nearestOf(after.origins, path)?.at;
  if (now !== undefined) return { because: now, gone: false };
  const old = nearestOf(before.origins, path)?.at;
  return old === undefined ? { because: after.because, gone: false } : { because: old, gone: true };
}
