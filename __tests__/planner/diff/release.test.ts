import { describe, expect, test } from "vitest";
import { affectedStacks } from "../../../modules/planner/diff/affected-stacks.ts";
import { diffPlans } from "../../../modules/planner/diff/diff-plans.ts";
import type { PinnedRelease, Plan } from "../../../modules/planner/plan.ts";
import { ACCOUNT, samplePlan, WEST } from "../../support/sample-plan.ts";

const REGISTRY = "https://registry.example.com/zonekeep/-";
const LOCKED: PinnedRelease = {
  ...{ wanted: "^0.2.0", version: "0.2.0", source: REGISTRY, integrity: "sha512-a" },
};
const by = (zonekeep?: PinnedRelease): Plan => ({ ...samplePlan(), ...(zonekeep && { zonekeep }) });
const later = (version: string): PinnedRelease => ({ ...LOCKED, version, integrity: `sha512-${version}` });
const { version: _version, source: _source, integrity: _integrity, ...LOOSE } = LOCKED;
const { integrity: _hash, ...UNHASHED } = LOCKED;

describe("the zonekeep that plans and deploys", () => {
  test.each<[string, PinnedRelease | undefined, PinnedRelease | undefined, string[]]>([
    ["the same", LOCKED, LOCKED, []],
    ["nothing that pins it, then and now", undefined, undefined, []],
    ["newer", LOCKED, later("0.10.0"), ["changes zonekeep: zonekeep 0.10.0 (was 0.2.0)"]],
    ["older", later("0.10.0"), LOCKED, ["widens zonekeep: zonekeep 0.2.0 (was 0.10.0)"]],
    ["pinned for the first time", undefined, LOCKED, ["changes zonekeep: zonekeep 0.2.0 (was not pinned)"]],
    ["no longer pinned", LOCKED, undefined, ["widens zonekeep: zonekeep not pinned (was 0.2.0)"]],
    [
      "in no lock any more",
      LOCKED,
      LOOSE,
      [
        `widens zonekeep: zonekeep ^0.2.0, in no lock (was 0.2.0)`,
        `widens zonekeep: zonekeep comes from the usual registry (was ${REGISTRY})`,
      ],
    ],
    [
      "from elsewhere",
      LOCKED,
      { ...LOCKED, source: "https://theirs.example.com/zonekeep/-" },
      [`widens zonekeep: zonekeep comes from https://theirs.example.com/zonekeep/- (was ${REGISTRY})`],
    ],
    [
      "other bytes under the same version",
      LOCKED,
      { ...LOCKED, integrity: "sha512-b" },
      ["widens zonekeep: zonekeep 0.2.0 is another package than before, or has no hash"],
    ],
    [
      "without a hash",
      LOCKED,
      UNHASHED,
      ["widens zonekeep: zonekeep 0.2.0 is another package than before, or has no hash"],
    ],
    [
      "other code of its own repository",
      { version: "0.2.0", code: "a" },
      { version: "0.2.0", code: "b" },
      ["changes zonekeep: zonekeep's own code differs"],
    ],
    ["code that git could not tell", { version: "0.2.0", code: "a" }, { version: "0.2.0" }, []],
  ])("%s", (_name, before, after, expected) => {
    const found = diffPlans(by(before), by(after));
    expect(found.map((one) => `${one.class} ${one.path}: ${one.what}`)).toEqual(expected);
    const all = samplePlan().stacks.map(({ id }) => id);
    for (const one of found)
      expect(one).toMatchObject({ subject: { kind: "estate", id: ACCOUNT }, stacks: all });
    expect(affectedStacks(by(before), by(after))).toHaveLength(expected.length === 0 ? 0 : all.length);
  });

  test("asked for otherwise deploys nothing while the lock stays, and widens what is not a range", () => {
    const asks = (wanted: string) => diffPlans(by(LOCKED), by({ ...LOCKED, wanted }));
    expect(asks("~0.2.0")).toMatchObject([
      {
        ...{ class: "changes", path: "zonekeep.wanted", stacks: [] },
        what: "package.json asks for zonekeep ~0.2.0 (was ^0.2.0)",
      },
    ]);
    for (const wanted of [
      "github:theirs/zonekeep",
      "npm:theirs@1.0.0",
      "file:../zonekeep",
      "theirs/zonekeep",
    ])
      expect(asks(wanted)).toMatchObject([{ class: "widens", stacks: [] }]);
    const loose = (wanted: string): Plan => by({ wanted });
    expect(diffPlans(loose("^0.2.0"), loose("^0.3.0"))).toMatchObject([{ class: "changes" }]);
    expect(diffPlans(loose("^0.2.0"), loose("github:theirs/zonekeep"))).toMatchObject([{ class: "widens" }]);
  });

  test("does not hide what a stack loses beside it", () => {
    const less: Plan = {
      ...by(later("0.3.0")),
      stacks: samplePlan().stacks.map((stack) => ({
        ...stack,
        units: stack.units.filter(({ id }) => id !== `${WEST}.standby`),
      })),
    };
    expect(diffPlans(by(LOCKED), less).map((one) => `${one.class} ${one.what}`)).toEqual([
      `weakens loses ${WEST}.standby`,
      "changes zonekeep 0.3.0 (was 0.2.0)",
    ]);
  });
});
