import { expect, test } from "vitest";
import { samplePlan } from "../support/sample-plan.ts";
import { synthesized } from "../support/synthesized.ts";

/** A changed id replaces the thing: a vault, a key, a bucket. This is the one snapshot, and it is read. */
test("construct ids stay", () => {
  const ids = [...synthesized(samplePlan())].map(([stack, { resource }]) => [
    stack,
    Object.entries(resource)
      .flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`))
      .sort(),
  ]);
  expect(Object.fromEntries(ids)).toMatchSnapshot();
});
