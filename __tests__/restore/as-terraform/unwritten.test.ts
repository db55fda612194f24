import { expect, test } from "vitest";
import type { Blocked } from "../../../modules/protectors/blocked.ts";
import type { ThingPlan } from "../../../modules/protectors/protector.ts";
import { whyUnwritten } from "../../../modules/restore/as-terraform/unwritten.ts";

const PLAN: ThingPlan = {
  ...{ live: "there", steps: [], blocked: [], warnings: [], ids: new Map() },
  activation: () => ({}),
};

function why(because: Blocked["because"]): readonly string[] {
  const unwritable = [{ because, message: "its keys differ", hint: "delete it" }];
  return whyUnwritten({ plan: PLAN, unwritable });
}

test("what no call makes of what is there is not written, since Terraform would destroy it first", () => {
  expect([why("inexpressible"), why("live"), why("held")]).toEqual(Array(3).fill(["its keys differ"]));
  expect([why("public"), why("own"), why("untranslated")]).toEqual([[], [], []]);
});

test("a thing is not written without a part that a person or its plan leaves out, and in full neither", () => {
  const plan = { ...PLAN, parts: ["url/live", "concurrency"], leftOut: ["rule 7: its listener is gone"] };
  expect(whyUnwritten({ plan, unwritable: [] }, new Set(["url/live", "sqs-queue"]))).toEqual([
    "rule 7: its listener is gone",
    "--skip url/live: a part cannot be left out here, so that all of it is",
  ]);
  expect(whyUnwritten({ plan: PLAN, unwritable: [] }, new Set(["url/live"]))).toEqual([]);
});
