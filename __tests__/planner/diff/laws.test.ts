import fc from "fast-check";
import { expect, test } from "vitest";
import { TRIGGER_KINDS } from "../../../modules/contract/triggers.ts";
import type { Change } from "../../../modules/planner/diff/change.ts";
import { diffPlans } from "../../../modules/planner/diff/diff-plans.ts";
import type { Plan, PolicyPlan } from "../../../modules/planner/plan.ts";
import { GENERATIONS } from "../../../modules/policy/policy.ts";
import { arbitraryPlan } from "../../support/arbitrary-plan.ts";
import { policyPlan, samplePlan } from "../../support/sample-plan.ts";

const WORSE: readonly string[] = ["widens", "weakens", "destroys"];
const minutes = fc.integer({ min: 5, max: 200 });
const days = fc.integer({ min: 1, max: 4 });
const globs = fc.uniqueArray(fc.constantFrom("*", "a*", "ab*", "a?", "b"), { maxLength: 3 });
const some = <T extends string>(...values: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...values)).map((all) => all.sort());
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const day = fc.constantFrom("2026-12-20", "2026-12-27", "2027-01-03", "2027-01-10");

/** Promises of which more is better and less is worse; small ranges, so that many are the same on both sides. */
const promises: fc.Arbitrary<Partial<PolicyPlan>> = fc
  .record({
    select: fc.record({
      tags: fc.dictionary(fc.constantFrom("a", "b"), some("x", "y", "*"), { maxKeys: 2 }),
      names: globs,
      arns: globs,
      runtimes: globs,
      accounts: some("123456789012", "210987654321"),
      exclude: globs.map((all) => all.map((name) => ({ name }))),
      resources: some("arn:a", "arn:b"),
    }),
    sites: some("us-east-1", "eu-west-1", "us-east-1-bos-1a"),
    protect: fc.record({
      code: fc.constantFrom("latest", "published", "all"),
      configuration: fc.constantFrom("all", "without-environment"),
      triggers: fc.oneof(fc.constant("all"), fc.subarray([...TRIGGER_KINDS.slice(0, 3)])),
      state: fc.subarray(["buckets", "tables"]),
      events: fc.record({ kinesis: fc.oneof(minutes, fc.constant("all")) }, { requiredKeys: [] }),
    }),
    every: minutes,
    schedule: fc.record(
      {
        startWindow: minutes,
        completionWindow: minutes,
        pauses: fc.uniqueArray(day, { maxLength: 4 }).map((all) => {
          const [a, b, c, d] = all.sort();
          const pause = (from?: string, to?: string) =>
            from === undefined || to === undefined ? [] : [{ from, to, reason: "x" }];
          return [...pause(a, b), ...pause(c, d)];
        }),
        on: fc.subarray(["change", "deployment"]),
        overlap: fc.constantFrom("allow", "skip"),
      },
      { requiredKeys: ["startWindow", "pauses", "on", "overlap"] },
    ),
    retention: fc.record({
      keep: days,
      generations: fc.record(Object.fromEntries(GENERATIONS.map((one) => [one, days])), { requiredKeys: [] }),
    }),
    copies: fc
      .uniqueArray(fc.record({ to: fc.constantFrom("x-1", "x-2") }), { selector: ({ to }) => to })
      .map((all) => all.sort((a, b) => (a.to < b.to ? -1 : 1))),
    stayIn: optional(some("DE", "EU")),
    hold: optional(fc.record({ reason: fc.constant("x"), until: optional(day) })),
    objectives: optional(fc.record({ rpo: minutes, rto: minutes, survive: days }, { requiredKeys: [] })),
    drill: optional(fc.record({ every: minutes })),
    alerts: optional(fc.record({ notify: some("a@b.c", "d@e.f"), on: fc.subarray(["failed", "late"]) })),
    compliance: optional(fc.record({ frameworks: some("a", "b") })),
  })
  .map(({ every, schedule, ...rest }) => {
    const defined = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return {
      ...defined,
      schedule: { ...policyPlan().schedule, ...schedule, timing: { every } },
      exposure: { interval: every, window: 15, replication: 0, local: every + 15 },
    } as Partial<PolicyPlan>;
  });

const guards: fc.Arbitrary<Partial<Plan>> = fc.record(
  {
    stayIn: some("DE", "EU"),
    targets: some("x", "y").map((all) => all.map((name) => ({ name, endpoint: "https://x", bucket: "b" }))),
  },
  { requiredKeys: [] },
);
const plan: fc.Arbitrary<Plan> = fc
  .tuple(promises, guards)
  .map(([one, guarded]) => ({ ...samplePlan({}, one), ...guarded }));
const about = ({ subject, path }: Change): string => `${subject.kind} ${subject.id} ${path}`;

test("a plan does not differ from itself, nor from itself in a file", () => {
  fc.assert(
    fc.property(arbitraryPlan(), (one) => {
      expect(diffPlans(one, one)).toEqual([]);
      expect(diffPlans(JSON.parse(JSON.stringify(one)), one)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("what adds protection one way weakens, loosens or destroys it the other way, whatever else differs", () => {
  fc.assert(
    fc.property(plan, plan, (a, b) => {
      const back = diffPlans(b, a);
      for (const forth of diffPlans(a, b).filter((one) => one.class === "adds")) {
        const other = back.filter((one) => about(one) === about(forth)).map((one) => one.class);
        expect(
          other.some((one) => WORSE.includes(one)),
          forth.what,
        ).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("two arbitrary plans are compared without fail, and what differs for one differs for the other", () => {
  fc.assert(
    fc.property(arbitraryPlan(), arbitraryPlan(), (a, b) => {
      const [forth, back] = [diffPlans(a, b), diffPlans(b, a)];
      expect(forth.length > 0).toBe(back.length > 0);
      const stacks = new Set([...a.stacks, ...b.stacks].map(({ id }) => id));
      for (const one of forth) expect(one.stacks.every((id) => stacks.has(id))).toBe(true);
    }),
    { numRuns: 20 },
  );
});
