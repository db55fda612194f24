import { describe, expect, test } from "vitest";
import { CHANGE_CLASSES, type Change, type ChangeClass } from "../../../modules/planner/diff/change.ts";
import { type AcceptableClass, judgeChanges } from "../../../modules/planner/diff/judge-changes.ts";
import type { Plan, PolicyPlan } from "../../../modules/planner/plan.ts";
import type { Acceptance } from "../../../modules/policy/policy.ts";
import { policyPlan, samplePlan } from "../../support/sample-plan.ts";

const one = (kind: ChangeClass, subject: Change["subject"] = { kind: "policy", id: "orders" }): Change => ({
  ...{ subject, class: kind, path: "p", what: "w", gone: false, stacks: [] },
});
const ALL = CHANGE_CLASSES.map((kind) => one(kind));
const policies = (...all: readonly PolicyPlan[]): Plan => ({ ...samplePlan(), policies: all });
const MEDIA = policyPlan({ name: "media", select: { ...policyPlan().select, names: ["media-*"] } });
const saying = (...accept: readonly Acceptance[]): Plan => policies(policyPlan({ accept }), MEDIA);
const NOTHING = saying();
const word = (change: Acceptance["change"], reason = "smaller budget"): Acceptance => ({ change, reason });
type Judged = ReturnType<typeof judgeChanges>;
const judge = (changes: readonly Change[], before: Plan, after: Plan, fromChange = false): Judged =>
  judgeChanges(changes, { classes: [], fromChange }, before, after);
const accepting = (...classes: readonly AcceptableClass[]): Judged =>
  judgeChanges(ALL, { classes, fromChange: false }, NOTHING, NOTHING);
const refused = (judged: Judged): string[] =>
  judged.filter((change) => change.refused).map((change) => change.class);

test("what adds or changes passes; the rest is refused until somebody says so", () => {
  const no = { refused: true, speaker: "policy orders" };
  expect(judge(ALL, NOTHING, NOTHING)).toEqual([
    { ...one("irreversible"), ...no },
    { ...one("destroys"), ...no },
    { ...one("widens"), ...no },
    { ...one("weakens"), ...no },
    { ...one("changes"), refused: false },
    { ...one("adds"), refused: false },
  ]);
});

test("a class lets only itself pass, on the command line and in a policy", () => {
  expect(refused(accepting("weakens"))).toEqual(["irreversible", "destroys", "widens"]);
  expect(refused(accepting("widens"))).toEqual(["irreversible", "destroys", "weakens"]);
  expect(refused(accepting("irreversible", "destroys"))).toEqual(["widens", "weakens"]);
  expect(accepting("weakens").find((change) => change.class === "weakens")?.accepted).toBe("--accept");
  expect(refused(judge(ALL, saying(word("widens")), NOTHING))).toEqual([
    "irreversible",
    "destroys",
    "weakens",
  ]);
});

describe("a word", () => {
  const weaker = (before: Plan, after: Plan, fromChange = false) =>
    judge([one("weakens")], before, after, fromChange)[0];

  test("of the plan before counts once, for the change that takes it away", () => {
    expect(weaker(saying(word("weakens")), NOTHING)).toEqual({
      ...{ ...one("weakens"), refused: false, accepted: "smaller budget" },
    });
    expect(weaker(saying(word("weakens")), saying(word("weakens")))).toEqual({
      ...{ ...one("weakens"), refused: true, speaker: "policy orders", standing: "smaller budget" },
    });
    // Another reason is another word: the first is taken away, the second is for a change to come.
    expect(weaker(saying(word("weakens")), saying(word("weakens", "the service ends")))).toMatchObject({
      accepted: "smaller budget",
    });
    expect(weaker(saying(word("destroys")), NOTHING)).toMatchObject({ refused: true });
  });

  test("that the change itself brings is not in force, unless the person who asks says so", () => {
    const brought = saying(word("weakens"));
    expect(weaker(NOTHING, brought)).toEqual({
      ...{ ...one("weakens"), refused: true, speaker: "policy orders", pending: "smaller budget" },
    });
    expect(weaker(NOTHING, brought, true)).toMatchObject({ refused: false, accepted: "smaller budget" });
    const both = saying(word("weakens"), word("weakens", "the service ends"));
    expect(weaker(brought, both)).toMatchObject({
      ...{ refused: true, standing: "smaller budget", pending: "the service ends" },
    });
    expect(weaker(brought, both, true)).toMatchObject({ accepted: "the service ends" });
    expect(weaker(brought, brought, true)).toMatchObject({ refused: true, standing: "smaller budget" });
  });

  test("of a policy is for its own changes: not another policy's, not a site's, not the estate's", () => {
    const others = (["policy", "site", "estate", "stack", "unit"] as const).map((kind) =>
      one("weakens", { kind, id: kind === "policy" ? "media" : "orders" }),
    );
    const judged = judge(others, saying(word("weakens")), NOTHING);
    expect(judged.map(({ speaker }) => speaker)).toEqual(["policy media", ...Array(4).fill("estate.yaml")]);
    const both = judge(others, { ...NOTHING, accept: [word("weakens", "we leave")] }, NOTHING);
    expect(refused(both)).toEqual(["weakens"]);
  });

  test("of a policy holds for it under another name, and of one that is gone or new the estate speaks", () => {
    const shop = policies(policyPlan({ name: "shop" }), MEDIA);
    const renamed = one("weakens", { kind: "policy", id: "shop" });
    expect(judge([renamed], saying(word("weakens")), shop)[0]).toMatchObject({ accepted: "smaller budget" });
    expect(judge([renamed], NOTHING, shop)[0]).toMatchObject({ speaker: "policy orders" });
    // Who takes the name of another policy does not take its words: there the other policy is what changes.
    const gone = { ...one("weakens"), path: "", gone: true };
    expect(judge([gone], saying(word("weakens")), policies(MEDIA))[0]).toMatchObject({
      ...{ refused: true, speaker: "estate.yaml" },
    });
    const added = { ...one("irreversible"), path: "" };
    const bringing = saying(word("irreversible"));
    expect(judge([added], policies(MEDIA), bringing)[0]).toMatchObject({
      ...{ speaker: "estate.yaml", pending: "smaller budget" },
    });
    expect(judge([added], policies(MEDIA), bringing, true)[0]).toMatchObject({ accepted: "smaller budget" });
  });
});
