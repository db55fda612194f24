import { expect, test } from "vitest";
import { describeBudgets } from "../../modules/cli/describe/describe-budgets.ts";
import type { ReadBudget } from "../../modules/planner/budget/budget.ts";
import { policyPlan, samplePlan } from "../support/sample-plan.ts";

const budgets: readonly ReadBudget[] = [
  { region: "eu-west-1", allowed: 297, average: 2, peak: 71, peakMinutes: 1, assumed: [] },
  {
    region: "us-east-1",
    allowed: 297,
    average: 62,
    peak: 1420,
    peakMinutes: 5,
    allVersionsMinutes: 4,
    assumed: ["edge", "media"],
  },
];
const said = policyPlan({
  origins: { "cost.functions": { from: "policy", at: { file: "policies/orders.yaml", line: 12, col: 9 } } },
});

test("the plan says what schedules read in each region, once a policy says how many functions it has", () => {
  expect(describeBudgets({ ...samplePlan(), policies: [policyPlan(), said], budgets })).toEqual([
    "",
    "eu-west-1: schedules read 2 times a minute of 297 allowed, at their busiest 71 times in 1 min",
    "us-east-1: schedules read 62 times a minute of 297 allowed, at their busiest 1420 times in 5 min, reading all versions adds 4 min; functions of edge, media are assumed",
  ]);
  expect(describeBudgets({ ...samplePlan(), policies: [policyPlan()], budgets })).toEqual([]);
  expect(describeBudgets({ ...samplePlan(), policies: [said], budgets: [] })).toEqual([]);
});
