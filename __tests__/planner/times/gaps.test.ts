import fc from "fast-check";
import { expect, test } from "vitest";
import { cronGaps, longestGap } from "../../../modules/planner/times/gaps.ts";
import { parseCron } from "../../../modules/planner/times/parse-cron.ts";
import { cronText } from "./arbitrary-cron.ts";

const DAY = 1440;
const gap = (cron: string) => longestGap({ cron });

test("an interval is its own gap, counted or kept to the clock", () => {
  expect([longestGap({ every: 60 }), longestGap({ every: 10_080 }), longestGap({ rate: 90 })]).toEqual([
    60, 10_080, 90,
  ]);
});

test("of a cron it is the longest way from one run to the next, whatever the calendar does", () => {
  expect(gap("* * * * *")).toBe(1);
  expect(gap("*/7 * * * *")).toBe(7);
  expect(gap("0 5 * * *")).toBe(DAY);
  expect(gap("0,10 5 * * *")).toBe(DAY - 10);
  expect(gap("0 8,20 * * 1-5")).toBe(2 * DAY + 12 * 60);
  expect(gap("0 5 * * 1-5")).toBe(3 * DAY);
  expect(gap("0 5 * * 0")).toBe(7 * DAY);
  expect(gap("0 5 1 * *")).toBe(31 * DAY);
  expect(gap("0 5 31 * *")).toBe(61 * DAY);
  expect(gap("0 5 29 * *")).toBe(59 * DAY);
  expect(gap("0 5 1 1 *")).toBe(366 * DAY);
  // 2096 and 2104: the year 2100 is no leap year.
  expect(gap("0 5 29 2 *")).toBe((8 * 365 + 1) * DAY);
  expect(gap("30 4 * 6 MON")).toBe(343 * DAY);
});

test("of what can never run, or not be read, nothing is said", () => {
  expect([gap("0 5 30 2 *"), gap("0 5 31 4,6,9,11 *"), gap("0 25 * * *"), gap("")]).toEqual([0, 0, 0, 0]);
});

test("both gaps are those of all the 400 years after which the calendar begins again", () => {
  fc.assert(
    fc.property(cronText, (text) => {
      const parsed = parseCron(text);
      if (!("cron" in parsed)) throw new Error(text);
      expect(cronGaps(parsed.cron)).toEqual(byWalking(parsed.cron));
    }),
    { numRuns: 25 },
  );
});

type Cron = Parameters<typeof cronGaps>[0];

/** Every day of 400 years, one after the other. */
function byWalking({ minutes, hours, days, months, weekdays }: Cron): ReturnType<typeof cronGaps> {
  const first = (hours[0] ?? 0) * 60 + (minutes[0] ?? 0);
  const last = (hours.at(-1) ?? 0) * 60 + (minutes.at(-1) ?? 0);
  const found = new Set<number>();
  for (const [i, hour] of hours.entries())
    for (const [j, minute] of minutes.entries()) {
      const [nextHour, nextMinute] =
        j + 1 < minutes.length ? [hour, minutes[j + 1] ?? 0] : [hours[i + 1], minutes[0] ?? 0];
      if (nextHour !== undefined) found.add((nextHour - hour) * 60 + nextMinute - minute);
    }
  let before: number | undefined;
  const date = new Date(Date.UTC(2000, 0, 1));
  for (let day = 0; day < 146_097 + 366 * 8; day++) {
    if (
      months.includes(date.getUTCMonth() + 1) &&
      days.includes(date.getUTCDate()) &&
      weekdays.includes(date.getUTCDay())
    ) {
      if (before !== undefined) found.add((day - before) * DAY + first - last);
      before = day;
    }
    date.setUTCDate(date.getUTCDate() + 1);
  }
  return before === undefined ? undefined : { shortest: Math.min(...found), longest: Math.max(...found) };
}
