import { expect, test } from "vitest";
import { CHANGE_CLASSES, type Change, type ChangeClass } from "../../../modules/planner/diff/change.ts";
import { judgeChanges } from "../../../modules/planner/diff/judge-changes.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import type { Acceptance } from "../../../modules/policy/policy.ts";
import { policyPlan, samplePlan } from "../../support/sample-plan.ts";

const one = (kind: ChangeClass, subject: Change["subject"] = { kind: "policy", id: "orders" }): Change => ({
  ...{ subject, class: kind, path: "p", what: "w", gone: false, stacks: [] },
});
const ALL = CHANGE_CLASSES.map((kind) => one(kind));
const saying = (...accept: readonly Acceptance[]): Plan => ({
  ...samplePlan(),
  policies: [policyPlan({ accept }), policyPlan({ name: "media" })],
});
const NOTHING = saying();
const word = (change: Acceptance["change"], reason = "smaller budget"): Acceptance => ({ change, reason });
const refused = (...judged: readonly ReturnType<typeof judgeChanges>[number][]): string[] =>
  judged.filter((change) => change.refused).map((change) => change.class);

test("what adds or changes passes; the rest is refused until somebody says so", () => {
  expect(judgeChanges(ALL, [], NOTHING, NOTHING)).toEqual([
    { ...one("irreversible"), refused: true },
    { ...one("destroys"), refused: true },
    { ...one("weakens"), refused: true },
    { ...one("changes"), refused: false },
    { ...one("adds"), refused: false },
  ]);
});

test("a class lets only itself pass, on the command line and in a policy", () => {
  expect(refused(...judgeChanges(ALL, ["weakens"], NOTHING, NOTHING))).toEqual(["irreversible", "destroys"]);
  expect(refused(...judgeChanges(ALL, ["irreversible", "destroys"], NOTHING, NOTHING))).toEqual(["weakens"]);
  expect(refused(...judgeChanges(ALL, [], NOTHING, saying(word("irreversible"))))).toEqual([
    "destroys",
    "weakens",
  ]);
  expect(judgeChanges([one("weakens")], ["weakens"], NOTHING, NOTHING)[0]?.accepted).toBe("--accept");
  expect(judgeChanges([one("weakens")], [], NOTHING, saying(word("weakens")))[0]?.accepted).toBe(
    "smaller budget",
  );
});

test("a policy's word is for its own changes: not another policy's, not a site's, not the estate's", () => {
  const others = (["policy", "site", "estate", "stack", "unit"] as const).map((kind) =>
    one("weakens", { kind, id: kind === "policy" ? "media" : "orders" }),
  );
  expect(refused(...judgeChanges(others, [], NOTHING, saying(word("weakens"))))).toHaveLength(5);
  expect(refused(...judgeChanges(others, ["weakens"], NOTHING, NOTHING))).toEqual([]);
});

test("a word passes once: what the plan before says already needs the reason of this change", () => {
  const [before, after] = [saying(word("weakens")), saying(word("weakens"))];
  expect(judgeChanges([one("weakens")], [], before, after)).toEqual([
    { ...one("weakens"), refused: true, spent: true },
  ]);
  const again = saying(word("weakens"), word("weakens", "the service ends"));
  expect(judgeChanges([one("weakens")], [], before, again)[0]?.accepted).toBe("the service ends");
  // The same reason for another class is another word.
  expect(refused(...judgeChanges([one("weakens")], [], saying(word("destroys")), after))).toEqual([]);
});
