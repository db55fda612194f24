import type { Plan, PolicyPlan, ScheduleUnit, StackPlan } from "./plan.ts";

/** One policy at one site. */
export interface PlannedRun {
  readonly policy: PolicyPlan;
  readonly stack: StackPlan;
  readonly unit: ScheduleUnit;
}

/** Every policy at each of its sites, in the order of the plan. One at a time: there may be a million. */
export function* plannedRuns({ policies, stacks }: Pick<Plan, "policies" | "stacks">): Generator<PlannedRun> {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  for (const stack of stacks)
    for (const unit of stack.units) {
      const policy = unit.kind === "schedule" ? byName.get(unit.policy) : undefined;
      if (unit.kind === "schedule" && policy !== undefined) yield { policy, stack, unit };
    }
}
