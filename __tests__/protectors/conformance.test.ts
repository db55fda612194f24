import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KINDS } from "../../modules/contract/kinds.ts";
import { HANDED_IN } from "../support/conforming/handed-in.ts";
import { pageOfKinds } from "../support/protector-conformance/page.ts";
import { PROVEN_OF_FUNCTIONS } from "../support/protector-conformance/proven.ts";
import { protectorConformance } from "../support/protector-conformance.ts";

const ROOT = join(import.meta.dirname, "..", "..");

const outcomes = protectorConformance(HANDED_IN, { cases: 2, points: 12 });

test("every kind is handed in", () => {
  expect(HANDED_IN.map(({ protector }) => protector.spec.kind)).toEqual(KINDS);
});

test("what shows that a kind was tried is there", () => {
  const shown = [...HANDED_IN.map(({ proven }) => proven), ...Object.values(PROVEN_OF_FUNCTIONS)];
  for (const file of shown.flatMap(({ by }) => by)) expect(existsSync(join(ROOT, file)), file).toBe(true);
});

// The last one, for it tells what the others found.
test("the page of kinds says what the laws found", async () => {
  await expect(pageOfKinds(HANDED_IN, outcomes)).toMatchFileSnapshot(join(ROOT, "docs", "kinds.md"));
});
