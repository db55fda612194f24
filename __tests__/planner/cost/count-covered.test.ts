import { expect, test } from "vitest";
import { countCovered } from "../../../modules/planner/cost/count-covered.ts";
import type { Coverage } from "../../../modules/planner/cover/coverage.ts";
import { EAST, samplePlan, WEST, ZONE } from "../../support/sample-plan.ts";

const found = (name: string, region: string, ...by: readonly string[]): Coverage["resources"][number] => ({
  kind: "lambda",
  arn: `arn:${region}:${name}`,
  name,
  region,
  status: "protected",
  by: by.map((site) => ({ policy: "orders", site })),
});

test("functions are counted for each policy and site that takes them, and not where a region was not read", () => {
  const coverage: Coverage = {
    resources: [
      found("a", EAST, EAST),
      found("b", EAST, EAST),
      found("c", EAST, ZONE),
      { kind: "lambda", arn: "arn:d", name: "d", region: EAST, status: "unprotected", nearest: [] },
    ],
    own: 0,
    notThere: [],
    replicas: 0,
    unread: [{ region: WEST, reason: "AccessDenied" }],
  };
  const count = countCovered(coverage, samplePlan());
  expect(count("orders", EAST)).toEqual({ functions: 2 });
  expect(count("orders", ZONE)).toEqual({ functions: 1 });
  expect(count("media", EAST)).toEqual({ functions: 0 });
  expect(count("orders", WEST)).toBeUndefined();
  // An edge zone is read with its parent.
  const unread = { ...coverage, unread: [{ region: EAST, reason: "AccessDenied" }] };
  expect(countCovered(unread, samplePlan())("orders", ZONE)).toBeUndefined();
});
