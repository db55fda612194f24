import fc from "fast-check";
import { expect, test } from "vitest";
import { CYCLE_DAYS, CYCLE_MINUTES, runsReader } from "../../modules/planner/budget/runs-in-cycle.ts";
import { formatCron } from "../../modules/planner/times/cron.ts";

const runsOf = runsReader();
const cron = (text: string): number => runsOf({ cron: text }).inCycle;

test("runs are counted over 28 years, after which dates fall on the same weekdays again", () => {
  expect(cron("7 * * * *")).toBe(CYCLE_DAYS * 24);
  expect(cron("0 5 * * *")).toBe(CYCLE_DAYS);
  expect(cron("0 5 * * 1-5")).toBe((CYCLE_DAYS / 7) * 5);
  expect(cron("0 5 1 * *")).toBe(336);
  expect(cron("0,30 5 31 * *")).toBe(28 * 7 * 2);
  expect(cron("0 5 29 2 *")).toBe(7);
  expect(cron("0 5 30 2 *")).toBe(0);
  expect(runsOf({ rate: 60 }).inCycle).toBe(CYCLE_MINUTES / 60);
  expect(runsOf({ rate: 7 }).inCycle).toBe(Math.ceil(CYCLE_MINUTES / 7));
});

test("counting by formula is counting the days of any 28 years before 2100", () => {
  const values = (min: number, max: number) =>
    fc
      .uniqueArray(fc.integer({ min: min, max: max }), { minLength: 1 })
      .map((all) => all.sort((a, b) => a - b));
  const every = (min: number, max: number): number[] =>
    Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const dates = fc.record({ months: values(1, 12), days: values(1, 31), weekdays: fc.constant(every(0, 6)) });
  const weeks = fc.record({ months: values(1, 12), days: fc.constant(every(1, 31)), weekdays: values(0, 6) });
  fc.assert(
    fc.property(fc.oneof(dates, weeks), fc.integer({ min: 1970, max: 2070 }), (fields, year) => {
      const first = Date.UTC(year, 0, 1);
      let counted = 0;
      for (let day = 0; day < CYCLE_DAYS; day++) {
        const date = new Date(first + day * 86_400_000);
        if (
          fields.months.includes(date.getUTCMonth() + 1) &&
          fields.days.includes(date.getUTCDate()) &&
          fields.weekdays.includes(date.getUTCDay())
        )
          counted++;
      }
      expect(cron(formatCron({ minutes: [3], hours: [4], ...fields }))).toBe(counted);
    }),
    { numRuns: 20 },
  );
});

test("a day begins its runs at these minutes, and a rate at none that is known", () => {
  expect(runsOf({ cron: "15,45 0,12 * * *" }).minutes).toEqual([15, 45, 735, 765]);
  expect(runsOf({ rate: 60 }).minutes).toBeUndefined();
});
