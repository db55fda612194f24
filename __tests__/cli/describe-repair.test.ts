import { expect, test } from "vitest";
import { describeRepair } from "../../modules/cli/describe/describe-repair.ts";
import type { FoundRepair } from "../../modules/cli/points/repair-sources.ts";
import { render } from "../../modules/cli/terminal/text.ts";

const found: FoundRepair = {
  key: "KEY",
  found: "other bytes",
  state: "repaired",
  version: "v1",
  from: "eu-west-1",
};
const told = (...each: readonly FoundRepair[]): string[] =>
  describeRepair({ points: 1, keys: 3, found: each, unread: [] }).map((line) => render(line, false));

test("a repair that was refused says which role may, once a region", () => {
  const refused: FoundRepair = { ...found, state: "failed", why: "a policy denies it" };
  expect(told(refused, { ...refused, key: "OTHER" })).toEqual([
    "failed KEY in eu-west-1: on top: other bytes, and its good version could not be written there: a policy denies it",
    "failed OTHER in eu-west-1: on top: other bytes, and its good version could not be written there: a policy denies it",
    "  help: is this the role zonekeep-eu-west-1-repair? Nobody else may: --role repair takes it, docs/failures.md says how to make it",
    "3 keys of 1 recovery point: 2 failed",
  ]);
});

test("what lies on top, and what became of it, is one line a key", () => {
  const marker = { found: "a delete marker" } as const;
  expect(
    told(
      found,
      { ...found, ...marker, state: "to repair" },
      { ...found, state: "lost" },
      { ...found, state: "unknown" },
    ),
  ).toEqual([
    "repaired KEY in eu-west-1: version v1 was below other bytes; its bytes are on top again",
    "to repair KEY in eu-west-1: on top of version v1, which is good: a delete marker",
    "lost KEY in eu-west-1: no version is good; on top: other bytes",
    "unknown KEY in eu-west-1: none of its versions is locked and a wrapped key of this point; on top: other bytes; npx zonekeep list tells whose keys open it",
    "3 keys of 1 recovery point: 1 repaired, 1 to repair, 1 lost, 1 unknown",
  ]);
});
