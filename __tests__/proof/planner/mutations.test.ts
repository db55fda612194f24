import { test } from "vitest";
import { EVERYTHING } from "../../support/everything.ts";
import { expectPlanOrErrors, MANY, TIME } from "../../support/mutations.ts";

test(
  "any mutation of all that the language has gives a plan or errors with a place in it, and never throws or hangs",
  () => expectPlanOrErrors(EVERYTHING, MANY),
  TIME,
);
