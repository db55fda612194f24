import fc from "fast-check";
import { expect, test } from "vitest";
import { lossesOf, marksOf } from "../../../modules/cli/report/losses.ts";
import { loseSites } from "../../../modules/planner/lose/lose-sites.ts";
import { arbitraryPlan } from "../../support/arbitrary-plan.ts";
import { planOf } from "../../support/plan-of.ts";
import { EAST, policyPlan, samplePlan, WEST, ZONE } from "../../support/sample-plan.ts";

test("the loss of each site is what the planner says of the whole plan, runs that it does not touch aside", () => {
  fc.assert(
    fc.property(arbitraryPlan(fc.constant("text"), 5), (plan) => {
      const lossOf = lossesOf(plan);
      for (const { site } of plan.stacks) {
        const { loss, untouched } = lossOf(site);
        const whole = loseSites(plan, [site]);
        expect(loss.sites).toEqual(whole.sites.filter(({ outcome }) => outcome !== "untouched"));
        expect(untouched).toBe(whole.sites.length - loss.sites.length);
        expect([loss.lost, loss.retired]).toEqual([whole.lost, whole.retired]);
      }
    }),
    { numRuns: 40 },
  );
});

test("a mark says of each site the most important thing: lost, where to restore, fewer copies", () => {
  const lossOf = lossesOf(samplePlan());
  expect(marksOf(lossOf(EAST))).toEqual({ [WEST]: "restores", [EAST]: "lost", [ZONE]: "lost" });
  expect(marksOf(lossOf(ZONE))).toEqual({ [WEST]: "restores", [EAST]: "restores", [ZONE]: "lost" });
  const three = planOf({ regions: 3, zones: () => 0, copies: 1, policies: [policyPlan()] });
  expect(marksOf(lossesOf(three)("us-west-1"))).toEqual({
    "eu-west-1": "restores",
    "us-east-1": "fewer copies",
    "us-west-1": "lost",
  });
});
