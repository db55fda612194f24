import fc from "fast-check";
import { expect, test } from "vitest";
import { KINDS } from "../../modules/contract/kinds.ts";
import { blueprint } from "../support/generated/blueprint.ts";
import { comesBack } from "../support/generated/comes-back.ts";

test("500 generated applications come back, equal but for their region, and have things of all kinds", async () => {
  const kinds = new Set<string>();
  const cameBack = fc.asyncProperty(blueprint, async (plan) => {
    for (const kind of await comesBack(plan)) kinds.add(kind);
  });
  await fc.assert(cameBack, { numRuns: 500 });
  expect(kinds).toEqual(new Set(KINDS));
});
