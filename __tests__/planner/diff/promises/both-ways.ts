import { expect } from "vitest";
import type { Change } from "../../../../modules/planner/diff/change.ts";
import { diffPlans } from "../../../../modules/planner/diff/diff-plans.ts";
import type { PolicyPlan } from "../../../../modules/planner/plan.ts";
import type { Schedule } from "../../../../modules/policy/policy.ts";
import { policyPlan, samplePlan } from "../../../support/sample-plan.ts";

type Told = `${Change["class"]} ${string}: ${string}`;

/** What a change of the one policy is told as, without its place and stacks. */
function told(before: Partial<PolicyPlan>, after: Partial<PolicyPlan>): Told[] {
  return diffPlans(samplePlan({}, before), samplePlan({}, after)).map(
    (change): Told => `${change.class} ${change.path}: ${change.what}`,
  );
}

export const plain = policyPlan();

export const schedule = (changes: Partial<Schedule>) => ({ schedule: { ...plain.schedule, ...changes } });

export const firm = { mode: "compliance", confirmed: { on: "2026-11-28", by: "ana", days: 35 } } as const;
export const SILENT: Partial<PolicyPlan> = {};
export const SAME: Told = "changes : is written otherwise and means the same";

/** What changes, of a policy that otherwise is the plain one: from the first to the second, and back. */
export type Row = readonly [
  before: Partial<PolicyPlan>,
  after: Partial<PolicyPlan>,
  forth: Told | Told[],
  back: Told | Told[],
];

export function bothWays(...[before, after, forth, back]: Row): void {
  expect(told(before, before)).toEqual([]);
  expect(told(after, after)).toEqual([]);
  expect(told(before, after)).toEqual([forth].flat());
  expect(told(after, before)).toEqual([back].flat());
}
