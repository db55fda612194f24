import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOf } from "../../../modules/core/hash.ts";
import { CLOCK_INTERVALS } from "../../../modules/planner/times/clock-intervals.ts";
import { parseCron } from "../../../modules/planner/times/parse-cron.ts";
import { minutesIntoWindow, runTimes, windowLeft } from "../../../modules/planner/times/run-times.ts";
import type { Schedule, Timing } from "../../../modules/policy/policy.ts";
import { cronText } from "./arbitrary-cron.ts";

const DAY = 1440;

const schedule = (timing: Timing, startWindow = 0): Schedule => ({
  timing,
  startWindow,
  timeZone: "UTC",
  pauses: [],
  on: [],
  overlap: "allow",
});

/** A site whose place in the window is known. */
function siteAt(offset: number, window: number): string {
  for (let i = 0; ; i++) if (hashOf(`orders@site-${i}`) % window === offset) return `site-${i}`;
}
const at = (timing: Timing, offset: number, window: number) =>
  runTimes(schedule(timing, window), "orders", siteAt(offset, window));

/** Every run of six weeks, in minutes from the first day on, which is a Sunday unless another is given. */
function runsOf(text: string, from = Date.UTC(2026, 1, 1)): number[] {
  const parsed = parseCron(text);
  if (!("cron" in parsed)) throw new Error(text);
  const { minutes, hours, days, months, weekdays } = parsed.cron;
  const found: number[] = [];
  for (let day = 0; day < 42; day++) {
    const date = new Date(from + day * DAY * 60_000);
    if (!months.includes(date.getUTCMonth() + 1) || !days.includes(date.getUTCDate())) continue;
    if (!weekdays.includes(date.getUTCDay())) continue;
    for (const hour of hours) for (const minute of minutes) found.push(day * DAY + hour * 60 + minute);
  }
  return found;
}

test("an interval keeps to the clock: every run at the same minutes of each hour, day or week", () => {
  const unspread = (every: number) => runTimes(schedule({ every }), "orders", "a");
  expect(unspread(1)).toEqual({ cron: "* * * * *" });
  expect(unspread(15)).toEqual({ cron: "0,15,30,45 * * * *" });
  expect(unspread(60)).toEqual({ cron: "0 * * * *" });
  expect(unspread(360)).toEqual({ cron: "0 0,6,12,18 * * *" });
  expect(unspread(DAY)).toEqual({ cron: "0 0 * * *" });
  expect(unspread(7 * DAY)).toEqual({ cron: "0 0 * * 1" });
});

test("a site's place in the start window moves all of its runs by as much", () => {
  expect(at({ every: 15 }, 7, 10)).toEqual({ cron: "7,22,37,52 * * * *" });
  expect(at({ every: 60 }, 59, 60)).toEqual({ cron: "59 * * * *" });
  expect(at({ every: 360 }, 95, 120)).toEqual({ cron: "35 1,7,13,19 * * *" });
  expect(at({ every: DAY }, 0, 480)).toEqual({ cron: "0 0 * * *" });
  expect(at({ every: DAY }, 479, 480)).toEqual({ cron: "59 7 * * *" });
  expect(at({ every: 7 * DAY }, 6 * DAY + 61, 7 * DAY)).toEqual({ cron: "1 1 * * 0" });
});

test("every interval of the clock, at any place in its window, runs exactly so often and so much later", () => {
  fc.assert(
    fc.property(fc.constantFrom(...CLOCK_INTERVALS), fc.nat(), (every, n) => {
      const offset = n % every;
      const times = at({ every }, offset, every);
      const runs = runsOf("cron" in times ? times.cron : "");
      const monday = every === 7 * DAY ? DAY : 0;
      expect(runs.slice(1).every((run, i) => run - (runs[i] ?? 0) === every)).toBe(true);
      expect((runs[0] ?? 0) % every).toBe((monday + offset) % every);
    }),
    { numRuns: 60 },
  );
});

test("a cron moves when all of its runs can, and else leaves its window to the provider", () => {
  const moved = (cron: string, offset: number, window: number) => [
    at({ cron }, offset, window),
    windowLeft(schedule({ cron }, window)),
  ];
  expect(moved("0 5 * * 1-5", 61, 120)).toEqual([{ cron: "1 6 * * 1-5" }, 0]);
  expect(moved("30 23 * * *", 45, 60)).toEqual([{ cron: "15 0 * * *" }, 0]);
  expect(moved("30 23 * * MON", 45, 60)).toEqual([{ cron: "15 0 * * 2" }, 0]);
  expect(moved("0,30 5 * * *", 29, 30)).toEqual([{ cron: "29,59 5 * * *" }, 0]);
  expect(moved("0,30 5 * * *", 29, 31)).toEqual([{ cron: "0,30 5 * * *" }, 31]);
  expect(moved("0,30 * * * *", 45, 60)).toEqual([{ cron: "15,45 * * * *" }, 0]);
  expect(moved("0 23 1 * *", 59, 60)).toEqual([{ cron: "59 23 1 * *" }, 0]);
  expect(moved("0 23 1 * *", 59, 61)).toEqual([{ cron: "0 23 1 * *" }, 61]);
});

test("a cron that moves has the same runs, each so much later, at any place in any window", () => {
  const day = fc.integer({ min: 0, max: 730 }).map((days) => Date.UTC(2027, 0, 1 + days));
  fc.assert(
    fc.property(cronText, fc.integer({ min: 1, max: 400 }), fc.nat(), day, (cron, window, n, from) => {
      const times = at({ cron }, n % window, window);
      const later = windowLeft(schedule({ cron }, window)) === 0 ? n % window : 0;
      // A run that moves over midnight comes from the day before the first, or goes to one after the last.
      const inside = (runs: number[]) => runs.filter((run) => run >= DAY && run < 42 * DAY).join();
      const moved = runsOf(cron, from).map((run) => run + later);
      expect(inside(runsOf("cron" in times ? times.cron : "", from)) === inside(moved)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test("a rate stays one, and what checkSchedule refuses stays as it is", () => {
  expect(runTimes(schedule({ rate: 90 }, 10), "orders", "a")).toEqual({ rate: 90 });
  expect(windowLeft(schedule({ rate: 90 }, 10))).toBe(10);
  expect(runTimes(schedule({ every: 7 }), "orders", "a")).toEqual({ rate: 7 });
  expect(runTimes(schedule({ cron: "0 25 * * *" }, 10), "orders", "a")).toEqual({ cron: "0 25 * * *" });
});

test("policies and sites are spread over the window, and each keeps its place", () => {
  const starts = (policy: string, site: string) => {
    const times = runTimes(schedule({ every: 60 }, 15), policy, site);
    return "cron" in times ? times.cron : "";
  };
  const sites = Array.from({ length: 107 }, (_, i) => starts("orders", `site-${i}`));
  const policies = Array.from({ length: 107 }, (_, i) => starts(`policy-${i}`, "us-east-1"));
  expect(new Set(sites).size).toBe(15);
  expect(new Set(policies).size).toBe(15);
  expect([starts("orders", "us-east-1"), starts("orders", "eu-west-1")]).toEqual(["0 * * * *", "12 * * * *"]);
});

test("how far into the window a run starts is how far it was moved, and nothing where the provider moves it", () => {
  const into = (timing: Timing, window: number, site: string) =>
    minutesIntoWindow(schedule(timing, window), "orders", site);
  expect(into({ every: 60 }, 15, siteAt(9, 15))).toBe(9);
  expect(into({ every: 60 }, 0, "a")).toBe(0);
  expect(into({ every: 5 }, 15, siteAt(3, 5))).toBe(3);
  expect(into({ rate: 90 }, 10, siteAt(9, 10))).toBe(0);
});
