import { expect, test } from "vitest";
import { EVERYTHING } from "../support/everything.ts";
import { expectPlanOrErrors, FEW, outcome } from "../support/mutations.ts";

test("the files that say everything are right where everything is offered", () => {
  const { plan, diagnostics } = outcome(EVERYTHING);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(plan?.policies.map(({ name }) => name)).toEqual(["all", "plain"]);
});

test("any mutation of all that the language has gives a plan or errors with a place in it, and never throws or hangs", () =>
  expectPlanOrErrors(EVERYTHING, FEW));
