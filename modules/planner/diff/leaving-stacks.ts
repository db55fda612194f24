import { compareText } from "../../core/source-order.ts";
import type { Plan, StackPlan } from "../plan.ts";

/**
 * Stacks of the plan before that the plan after no longer has: what they hold stays and runs on until somebody removes
 * it. Links first, since they need the rest. Pure.
 */
export function leavingStacks(before: Plan, after: Plan): StackPlan[] {
  const stays = new Set(after.stacks.map(({ id }) => id));
  return before.stacks
    .filter(({ id }) => !stays.has(id))
    .sort((a, b) => b.wave - a.wave || compareText(b.kind, a.kind) || compareText(a.id, b.id));
}
