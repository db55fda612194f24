import { test } from "vitest";
import { expectPlanOrErrors, MAX_MUTATIONS_MS, read } from "../support/mutations.ts";

const SAMPLES = ["estate.yaml", "orders.yaml"].map((path) => ({ path, text: read(path) }));

test(
  "any mutation of the sample policies gives a plan or errors with a place in them, and never throws or hangs",
  () => expectPlanOrErrors(SAMPLES),
  MAX_MUTATIONS_MS,
);
