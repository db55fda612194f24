import { expect, test } from "vitest";
import { formatDiagnostic } from "../../../modules/core/diagnostic.ts";
import { checkSchedule } from "../../../modules/planner/times/check-schedule.ts";
import type { Policy, Retention, Schedule, SchedulePause, Timing } from "../../../modules/policy/policy.ts";
import { at, capabilities, policy } from "../../support/policies.ts";

const DAY = 1440;
/** Each value stands in a line of its own: 10 the timing, then zone, windows, and a line for each pause. */
const PLACES = {
  every: at(10, 1),
  rate: at(10, 1),
  cron: at(10, 1),
  "time-zone": at(11, 1),
  "start-window": at(12, 1),
  "completion-window": at(13, 1),
};

interface Given extends Partial<Schedule> {
  readonly retention?: Retention;
}

function told({ retention, ...words }: Given): string[] {
  const base = policy();
  const value = { ...base.schedule.value, ...words };
  const pauses = value.pauses.map(({ from }, i) => [`pauses.${from}`, at(14 + i, 1)]);
  const schedule = { ...base.schedule, value, places: { ...PLACES, ...Object.fromEntries(pauses) } };
  const kept = retention === undefined ? base.retention : { ...base.retention, value: retention };
  return checkSchedule({ ...base, schedule, retention: kept }, capabilities).map(formatDiagnostic);
}

const timed = (timing: Timing, retention?: Retention) =>
  told({ timing, ...(retention === undefined ? {} : { retention }) });
const pause = (from: string, to: string): SchedulePause => ({ from, to, reason: "freeze" });
const keep = (days: number): Retention => ({ keep: days, generations: {} });

test("an interval at a bound is allowed, one beyond it refused with the page that states it", () => {
  for (const unit of ["every", "rate"] as const) {
    const timing = (minutes: number) => timed({ [unit]: minutes } as Timing);
    expect(timing(10)).toEqual([]);
    expect(timing(9)).toEqual([
      `p.yaml:10:1: error[LIMIT] ${unit} 9m, the minimum is 10m\n  help: write 10m or more: page-3`,
    ]);
    expect(timing(2881)).toEqual([
      `p.yaml:10:1: error[LIMIT] ${unit} 2881m, the maximum is 2d\n  help: write 2d or less: page-4`,
    ]);
  }
  expect(timed({ rate: 2880 })).toEqual([]);
});

test("of a cron the closest two runs and the furthest two have to be within the bounds", () => {
  expect(timed({ cron: "*/10 * * * *" })).toEqual([]);
  expect(timed({ cron: "0,9 5 * * *" })).toEqual([
    'p.yaml:10:1: error[LIMIT] cron "0,9 5 * * *", 9m between two runs, the minimum is 10m\n' +
      "  help: leave 10m or more between two runs: page-3",
  ]);
  expect(timed({ cron: "0 5 * * 0-5" })).toEqual([]);
  expect(timed({ cron: "0 5 * * MON-FRI" })).toEqual([
    'p.yaml:10:1: error[LIMIT] cron "0 5 * * MON-FRI", 3d between two runs, the maximum is 2d\n' +
      "  help: leave 2d or less between two runs: page-4",
  ]);
});

test("an interval that no clock keeps is refused with the nearest that one does, and how to count it", () => {
  for (const every of [10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, DAY])
    expect(timed({ every })).toEqual([]);
  const uneven = (every: string, hint: string) => [
    `p.yaml:10:1: error[SCHEDULE] every ${every} does not come out even in an hour, a day or a week\n  help: write ${hint}`,
  ];
  expect(timed({ every: 90 })).toEqual(uneven("90m", "1h or 2h or rate: 90m"));
  expect(timed({ every: 11 })).toEqual(uneven("11m", "10m or 12m or rate: 11m"));
  expect(timed({ every: 2 * DAY })).toEqual(uneven("2d", "1d or rate: 2d"));
});

test("a point has to outlive the time to the next one: equal is too short", () => {
  expect(timed({ every: DAY }, keep(2))).toEqual([]);
  expect(timed({ rate: 2879 }, keep(2))).toEqual([]);
  expect(timed({ rate: 2880 }, keep(2))).toEqual([
    "p.yaml:10:1: error[LIMIT] rate 2d with retention 2d: a point would expire before the next one exists\n" +
      "  help: keep points longer, or make them more often",
  ]);
  expect(timed({ cron: "0 5 * * *" }, keep(1))).toEqual([
    'p.yaml:10:1: error[LIMIT] cron "0 5 * * *", 1d between two runs, with retention 1d: ' +
      "a point would expire before the next one exists\n  help: keep points longer, or make them more often",
  ]);
});

test("a generation keeps the newest point, whatever the interval; beside keep it counts only for runs never in the same day", () => {
  const generations = (counts: Retention["generations"], days?: number): Retention => ({
    ...(days === undefined ? {} : { keep: days }),
    generations: counts,
  });
  expect(timed({ rate: 2 * DAY }, generations({ daily: 3 }))).toEqual([]);
  expect(timed({ every: 60 }, generations({ daily: 3 }))).toEqual([]);
  expect(timed({ every: DAY }, generations({ daily: 1 }, 1))).toHaveLength(1);
  expect(timed({ every: DAY }, generations({ hourly: 24, monthly: 12 }))).toEqual([]);
  expect(timed({ every: DAY }, generations({ hourly: 24, monthly: 12 }, 1))).toEqual([
    "p.yaml:10:1: error[LIMIT] every 1d with retention 1d: a point would expire before the next one exists\n" +
      "  help: keep points longer, or make them more often",
  ]);
});

test("a cron that cannot be read says each of its mistakes, and one that never runs why", () => {
  expect(timed({ cron: "61 5 32 * *" })).toEqual([
    'p.yaml:10:1: error[SCHEDULE] cron "61 5 32 * *": minute 61 does not exist\n  help: write 0 to 59',
    'p.yaml:10:1: error[SCHEDULE] cron "61 5 32 * *": day of month 32 does not exist\n  help: write 1 to 31',
  ]);
  expect(timed({ cron: "0 5 30 2 *" })).toEqual([
    'p.yaml:10:1: error[SCHEDULE] cron "0 5 30 2 *" never runs: no month that it names has such a day\n' +
      "  help: write a day of month up to 29",
  ]);
  expect(timed({ cron: "0 5 31 4,6 *" })[0]).toContain("help: write a day of month up to 30");
});

test("an expression of another scheduler is refused with the same in this language", () => {
  const instead = (cron: string) => timed({ cron })[0]?.split("help: write ")[1];
  expect(timed({ cron: "cron(0 5 * * ? *)" })).toEqual([
    'p.yaml:10:1: error[SCHEDULE] cron "cron(0 5 * * ? *)" is not understood\n  help: write cron: "0 5 * * *"',
  ]);
  expect(instead("cron(0/15 9-17 ? JAN MON-FRI *)")).toBe('cron: "0,15,30,45 9-17 * 1 MON-FRI"');
  expect(instead("0 5 ? * 2-6 *")).toBe('cron: "0 5 * * MON-FRI"');
  expect(instead("cron(30 4 ? * 1,7/1 *)")).toBe('cron: "30 4 * * SAT,SUN"');
  expect(instead("cron(0 5 1 * ?)")).toBe('cron: "0 5 1 * *"');
  expect(instead("0 0 5 * * *")).toBe('cron: "0 5 * * *"');
  expect(instead("rate(6 hours)")).toBe("rate: 6h");
  expect(instead("rate(1 day)")).toBe("rate: 1d");
  expect(instead("@daily")).toBe("every: 1d");
  expect(instead("@Monthly")).toBe('cron: "0 0 1 * *"');
  // What cannot be said here is not half said: the last Friday, a year, and seconds.
  const five = "five: minute, hour, day of month, month, day of week, such as 0 5 * * *";
  for (const cron of [
    "cron(15 10 ? * 6L *)",
    "cron(0 5 1 * ? 2027)",
    "30 0 5 * * *",
    "at(2027-01-01T00:00:00)",
  ])
    expect(instead(cron)).toBe(five);
});

test("a time zone is taken to the letter, old names too, and a slip is told with what was meant", () => {
  for (const timeZone of [
    "UTC",
    "Europe/Berlin",
    "Asia/Calcutta",
    "America/Argentina/Buenos_Aires",
    "Etc/GMT-2",
  ])
    expect(told({ timeZone })).toEqual([]);
  const hint = (timeZone: string) => told({ timeZone })[0]?.split("help: ")[1];
  expect(told({ timeZone: "Europe/Berln" })).toEqual([
    'p.yaml:11:1: error[SCHEDULE] time zone "Europe/Berln" does not exist\n  help: did you mean Europe/Berlin?',
  ]);
  expect(hint("europe/berlin")).toBe("did you mean Europe/Berlin?");
  expect(hint("utc")).toBe("did you mean UTC?");
  expect(hint("new_york")).toBe("did you mean America/New_York?");
  const place = "write the name of a place, which follows daylight saving time: Europe/Berlin";
  expect(["PST", "CEST", "+02:00", "UTC+25"].map(hint)).toEqual([place, place, place, place]);
  const fixed = (name: string) => `${place}, or ${name}: signs of Etc zones are reversed`;
  expect(["GMT+1", "UTC+2", "utc-05:00", "GMT+5:30"].map(hint)).toEqual([
    ...[fixed("Etc/GMT-1"), fixed("Etc/GMT-2"), fixed("Etc/GMT+5"), place],
  ]);
  expect(hint("Somewhere/Else")).toBe("write an IANA name: Europe/Berlin, or UTC");
});

test("a start window is within the provider's bounds and shorter than the time between two runs", () => {
  const window = (startWindow: number, timing: Timing = { every: 720 }) => told({ timing, startWindow });
  expect(window(600)).toEqual([]);
  expect(window(601)).toEqual([
    "p.yaml:12:1: error[LIMIT] start-window 601m, the maximum is 10h\n  help: write 10h or less: page-6",
  ]);
  expect(window(59, { every: 60 })).toEqual([]);
  expect(window(60, { every: 60 })).toEqual([
    "p.yaml:12:1: error[SCHEDULE] start-window 1h is not shorter than the 1h between two runs\n" +
      "  help: write less than 1h",
  ]);
  expect(window(30, { cron: "0,30 5 * * *" })).toHaveLength(1);
});

test("a completion window leaves time after the start window", () => {
  const window = (completionWindow: number, startWindow = 0) =>
    told({ timing: { every: 60 }, completionWindow, startWindow });
  expect(window(30)).toEqual([]);
  expect(window(29)).toEqual([
    "p.yaml:13:1: error[LIMIT] completion-window 29m, the minimum is 30m\n  help: write 30m or more: page-7",
  ]);
  expect(window(40, 20)).toEqual([]);
  expect(window(39, 20)).toEqual([
    "p.yaml:13:1: error[LIMIT] completion-window 39m with start-window 20m, the minimum is 40m\n" +
      "  help: write 40m or more: page-7",
  ]);
});

test("a completion window ends before the next run, unless runs may overlap", () => {
  const window = (completionWindow: number, overlap: Schedule["overlap"]) =>
    told({ timing: { every: 60 }, completionWindow, overlap });
  expect(window(60, "skip")).toEqual([]);
  expect(window(61, "allow")).toEqual([]);
  expect(window(61, "skip")).toEqual([
    "p.yaml:13:1: error[SCHEDULE] completion-window 61m is longer than the 1h between two runs, " +
      "of which overlap: skip leaves out the later\n  help: write 1h or less, or overlap: allow",
  ]);
});

test("pauses follow each other, and one that ends where the next begins does not overlap it", () => {
  expect(told({ pauses: [pause("2026-12-20", "2027-01-03"), pause("2027-01-03", "2027-01-05")] })).toEqual(
    [],
  );
  expect(told({ pauses: [pause("2026-12-20", "2027-01-03"), pause("2027-01-02", "2027-01-05")] })).toEqual([
    "p.yaml:15:1: error[SCHEDULE] pause from 2027-01-02 to 2027-01-05 overlaps the one from 2026-12-20 to 2027-01-03\n" +
      "  help: make them one, or let it begin later",
  ]);
  expect(told({ pauses: [pause("2027-01-03", "2027-01-03")] })).toEqual([
    "p.yaml:14:1: error[SCHEDULE] pause from 2027-01-03 to 2027-01-03 ends before it begins\n" +
      "  help: write a later day for to, the first with runs again, than 2027-01-03",
  ]);
});

test("a pause may not outlast every point: counted from the last run before it to the first after", () => {
  const paused = (timing: Timing, days: number, pauses: readonly SchedulePause[]) =>
    told({ timing, pauses, retention: keep(days) });
  // Midnight of the 19th to midnight of the 27th: eight days.
  const week = [pause("2026-12-20", "2026-12-27")];
  expect(paused({ every: DAY }, 9, week)).toEqual([]);
  expect(paused({ every: DAY }, 8, week)).toEqual([
    "p.yaml:14:1: error[SCHEDULE] pause from 2026-12-20 to 2026-12-27 leaves 8d between two runs, " +
      "with retention 8d: every point would expire before the next one exists\n" +
      "  help: keep points longer, or pause for less",
  ]);
  expect(paused({ every: 60 }, 8, week)).toEqual([]);
  expect(paused({ rate: DAY }, 8, week)).toHaveLength(1);
  // Two that nothing runs between are one, told at the first.
  const both = [pause("2026-12-20", "2026-12-24"), pause("2026-12-24", "2026-12-27")];
  expect(paused({ every: DAY }, 9, both)).toEqual([]);
  expect(paused({ every: DAY }, 8, both)).toHaveLength(1);
  // No run falls into it, and the longest pause there can be takes no time to judge.
  expect(paused({ cron: "0 5 * * 0,2,4,6" }, 3, [pause("2026-12-21", "2026-12-22")])).toEqual([]);
  expect(
    paused({ every: 10 }, 100, [pause("2026-12-20", "9999-12-31"), pause("9999-12-31", "9999-12-31")]),
  ).toHaveLength(2);
});

test("what a policy's own retention contradicts in a schedule from elsewhere is told at the retention", () => {
  const own = policy({ retention: 2 });
  const value = {
    ...own.schedule.value,
    timing: { every: DAY },
    pauses: [pause("2026-12-20", "2026-12-22")],
  };
  const schedule = { ...own.schedule, value, from: "profile" as const, at: at(3, 9, "estate.yaml") };
  const places = (retention: Policy["retention"]) =>
    checkSchedule({ ...own, schedule, retention }, capabilities).map((one) => one.at);
  expect(places(own.retention)).toEqual([own.retention.at]);
  expect(places({ ...own.retention, from: "estate" })).toEqual([schedule.at]);
});

test("everything that is wrong is said at once", () => {
  const all = told({
    timing: { cron: "0 25 * * *" },
    timeZone: "Mars/Base",
    startWindow: 601,
    completionWindow: 10,
    pauses: [pause("2027-01-03", "2027-01-01")],
  });
  expect(all.map((line) => line.slice(0, line.indexOf("]") + 1))).toEqual([
    "p.yaml:10:1: error[SCHEDULE]",
    "p.yaml:11:1: error[SCHEDULE]",
    "p.yaml:12:1: error[LIMIT]",
    "p.yaml:13:1: error[LIMIT]",
    "p.yaml:14:1: error[SCHEDULE]",
  ]);
});

test("a cron that AWS reads otherwise is a warning, and none once it is written with one meaning", () => {
  const said = (cron: string) =>
    timed({ cron }).map((line) => line.replace("p.yaml:10:1: warning[MEANING] ", ""));
  expect(said("0 5 * * 1,3,5-7")).toEqual([
    'day of week "1,3,5-7" is MON,WED,FRI-SUN here; in a cron of AWS 1 is Sunday\n  help: write MON,WED,FRI-SUN in its place',
  ]);
  for (const cron of ["0 5 * * MON,WED,FRI-SUN", "0 5 * * 0-5", "0 5 * * 1-7", "0 5 * * */2", "0 5 * * *"])
    expect([cron, said(cron)]).toEqual([cron, []]);
  expect(said("*/45 * * * *")).toEqual([
    'minute "*/45" starts over after 45: steps of 45, and one of 15\n  help: write 0,45 in its place if that is meant, else a rate',
  ]);
  expect(said("0 */5 * * *")).toEqual([
    'hour "*/5" starts over after 20: steps of 5, and one of 4\n  help: write 0,5,10,15,20 in its place if that is meant, else a rate',
  ]);
  for (const cron of ["0,45 * * * *", "*/15 * * * *", "0 */6 * * *"])
    expect([cron, said(cron)]).toEqual([cron, []]);
});
