import fc from "fast-check";
import { test } from "vitest";
import { blueprint } from "../support/generated/blueprint.ts";
import { comesBack } from "../support/generated/comes-back.ts";

test("generated applications come back elsewhere, equal but for their region", async () => {
  await fc.assert(
    fc.asyncProperty(blueprint, async (plan) => void (await comesBack(plan))),
    { numRuns: 30 },
  );
});
