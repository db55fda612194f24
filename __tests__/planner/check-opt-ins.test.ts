import { expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { checkOptIns } from "../../modules/planner/check/check-opt-ins.ts";
import type { Estate } from "../../modules/policy/estate.ts";
import { at, estate, zoneLock } from "../support/policies.ts";

const lock = {
  ...zoneLock,
  regions: zoneLock.regions.map((one) => ({ ...one, optIn: ["b", "c", "far"].includes(one.id) })),
};

function told(listed: readonly string[], given: Partial<Estate> = {}): string[] {
  const optedIn = listed.map(
    (value, i) => ({ value, from: "estate", at: at(6, 1 + i, "estate.yaml") }) as const,
  );
  return checkOptIns(estate({ optedIn, ...given }), lock).map(formatDiagnostic);
}

test("each region that an account has to switch on is listed, or told with all that belong there", () => {
  expect(told(["b", "c"])).toEqual([]);
  const help = "\n  help: enable it in the account, then write opted-in: [b, c]";
  expect(told(["c"])).toEqual([
    `estate.yaml:3:2: error[ESTATE] b is disabled in an account until somebody enables it${help}`,
  ]);
  expect(told([])).toEqual([
    `estate.yaml:3:2: error[ESTATE] b is disabled in an account until somebody enables it${help}`,
    `estate.yaml:3:3: error[ESTATE] c is disabled in an account until somebody enables it${help}`,
  ]);
});

test("a retired region has to be on too, for what it keeps; a retired zone is its parent's matter", () => {
  const until = "2027-01-31";
  const far = { id: "far", until, at: at(9, 1, "estate.yaml") };
  const zone = { id: "far-1", parent: "far", until, at: at(9, 2, "estate.yaml") };
  expect(told(["b", "c", "far"], { retired: [far, zone] })).toEqual([]);
  expect(told(["b", "c"], { retired: [far, zone] })).toEqual([
    "estate.yaml:9:1: error[ESTATE] far is disabled in an account until somebody enables it\n  help: enable it in the account, then write opted-in: [b, c, far]",
  ]);
});

test("what needs no switching on is a warning; what is not a region of the estate is a mistake", () => {
  expect(told(["a", "b", "bb", "c", "far", "a-1"])).toEqual([
    "estate.yaml:6:1: warning[ESTATE] a is enabled in every account\n  help: take it out of opted-in",
    'estate.yaml:6:3: error[ESTATE] opted-in "bb" is not a region of the estate\n  help: did you mean b?',
    'estate.yaml:6:5: error[ESTATE] opted-in "far" is not a region of the estate\n  help: take it out of opted-in, or add it to regions',
    'estate.yaml:6:6: error[ESTATE] opted-in "a-1" is not a region of the estate\n  help: take it out of opted-in',
  ]);
});
