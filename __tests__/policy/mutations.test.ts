import { test } from "vitest";
import { expectPlanOrErrors, FEW, SAMPLES } from "../support/mutations.ts";

test("any mutation of the sample policies gives a plan or errors with a place in them, and never throws or hangs", () =>
  expectPlanOrErrors(SAMPLES, FEW));
