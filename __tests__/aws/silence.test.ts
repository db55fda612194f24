import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lookBackOf } from "../../modules/aws/constructs/alarms.ts";
import { lookBack } from "../../modules/aws/silence.ts";
import { longestGap } from "../../modules/planner/times/gaps.ts";
import { nextRuns } from "../../modules/planner/times/next-runs.ts";
import { runTimes } from "../../modules/planner/times/run-times.ts";
import type { Schedule } from "../../modules/policy/policy.ts";
import { policyPlan } from "../support/sample-plan.ts";

const DAY = 86_400;

describe("an alarm that misses a run", () => {
  test.each([
    ["every 5 minutes", 5, { period: 300, periods: 4 }],
    ["every hour", 60, { period: 300, periods: 15 }],
    ["a minute less than a day's look", 24 * 60 - 15, { period: 300, periods: 288 }],
    ["a minute more", 24 * 60 - 14, { period: 3600, periods: 25 }],
    ["every day", 24 * 60, { period: 3600, periods: 25 }],
    ["seven days less the grace", 7 * 24 * 60 - 15, { period: 3600, periods: 168 }],
    ["every seven days", 7 * 24 * 60, { period: DAY, periods: 7 }],
    ["every eight days", 8 * 24 * 60, undefined],
  ])("looks back as far as %s needs", (_name, gap, expected) => {
    expect(lookBack(gap, { clocksChange: false })).toEqual(expected);
  });

  test("never asks CloudWatch for more than it evaluates", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * 24 * 60 }), fc.boolean(), (gap, clocksChange) => {
        const found = lookBack(gap, { clocksChange });
        expect(found === undefined).toBe(gap > 7 * 24 * 60);
        const { period, periods } = found ?? { period: 60, periods: 1 };
        expect(period % 60).toBe(0);
        expect(period * periods).toBeLessThanOrEqual(period < 3600 ? DAY : 7 * DAY);
      }),
    );
  });
});

const SCHEDULES: readonly [string, Partial<Schedule>][] = [
  ["every 15 minutes", { timing: { every: 15 } }],
  ["every hour in Berlin", { timing: { every: 60 }, timeZone: "Europe/Berlin" }],
  ["every six hours in Sydney", { timing: { every: 360 }, timeZone: "Australia/Sydney" }],
  ["every day in New York", { timing: { every: 1440 }, timeZone: "America/New_York" }],
  ["at half past five on weekdays", { timing: { cron: "30 5 * * 1-5" }, timeZone: "Europe/Berlin" }],
  ["twice a day, near the clock change", { timing: { cron: "30 1,2 * * *" }, timeZone: "Europe/London" }],
  ["on Mondays", { timing: { cron: "0 12 * * 1" }, timeZone: "Europe/Berlin" }],
  [
    "every hour with a pause",
    { timing: { every: 60 }, pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "freeze" }] },
  ],
];

test.each(SCHEDULES)(
  "runs that come at their times %s are never missed, in a year with both clock changes",
  (_name, changes) => {
    const schedule: Schedule = { ...policyPlan().schedule, startWindow: 15, ...changes };
    const exposure = { ...policyPlan().exposure, interval: longestGap(schedule.timing) };
    const found = lookBackOf({ exposure, schedule });
    if (found === undefined) throw new Error("no alarm");
    // A run within a pause begins too: Scheduler knows no pauses.
    const times = runTimes(schedule, "orders", "us-east-1");
    const from = new Date("2026-09-01T00:00:00Z");
    const count = Math.ceil((400 * 1440) / Math.max(5, exposure.interval));
    const runs = (nextRuns(times, { ...schedule, pauses: [] }, from, count) ?? []).flatMap((next) =>
      next.kind === "run" ? [next.at.getTime() / 1000] : [],
    );
    const { period, periods } = found;
    const silent = runs.slice(1).filter((at, i) => {
      const before = runs[i] ?? at;
      // Periods between two runs in which nothing begins, as CloudWatch cuts time.
      return Math.floor(at / period) - Math.floor(before / period) - 1 >= periods;
    });
    expect(silent).toEqual([]);
    expect(runs.length).toBeGreaterThan(50);
  },
);
