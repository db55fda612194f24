import type { PolicyPlan } from "../plan.ts";
import { same } from "./same.ts";

export type Pair = readonly [before: PolicyPlan, after: PolicyPlan];

/** Policies of one name; and of those left, two that alone select the same: they are one that was renamed. */
export function pairPolicies(before: readonly PolicyPlan[], after: readonly PolicyPlan[]): Pair[] {
  const byName = new Map(before.map((policy) => [policy.name, policy]));
  const named = new Set(after.map(({ name }) => name));
  const removed = before.filter(({ name }) => !named.has(name));
  const added = after.filter(({ name }) => !byName.has(name));
  return after.flatMap((policy): Pair[] => {
    const namesake = byName.get(policy.name);
    if (namesake !== undefined) return [[namesake, policy]];
    const [old, ...more] = removed.filter((one) => same(one.select, policy.select));
    const rivals = added.filter((one) => same(one.select, policy.select));
    return old === undefined || more.length > 0 || rivals.length > 1 ? [] : [[old, policy]];
  });
}
