import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { nextRuns, type Upcoming } from "../../../modules/planner/times/next-runs.ts";
import { parseCron } from "../../../modules/planner/times/parse-cron.ts";
import type { SchedulePause } from "../../../modules/policy/policy.ts";
import { cronText } from "./arbitrary-cron.ts";

const OWN_ZONE = process.env.TZ;
afterEach(() => {
  if (OWN_ZONE === undefined) delete process.env.TZ;
  else process.env.TZ = OWN_ZONE;
});

/** Northern, southern, at midnight, half an hour, none, and one that left a whole day out. */
const ZONES = [
  "Europe/Berlin",
  "America/Los_Angeles",
  "America/Santiago",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "UTC",
  "Pacific/Apia",
];

interface Given {
  readonly zone?: string;
  readonly pauses?: readonly SchedulePause[];
}

function next(
  cron: string,
  from: string,
  count: number,
  { zone = "America/Los_Angeles", pauses = [] }: Given = {},
) {
  return nextRuns({ cron }, { timeZone: zone, pauses }, new Date(from), count) ?? [];
}

/** `2027-03-14 01:07 -08:00 = 09:07Z`, what else there is in words. */
function told(upcoming: readonly Upcoming[]): string[] {
  return upcoming.map((one) => {
    if (one.kind === "paused") return `paused ${one.pause.from} to ${one.pause.to}: ${one.pause.reason}`;
    if (one.kind === "left-out") return `${one.local} left out`;
    const change = one.clockChange === 0 ? "" : `, clocks ${one.clockChange}`;
    return `${one.local} ${one.offset} = ${one.at.toISOString().slice(11, 16)}Z${change}`;
  });
}

test("in spring a time that clocks leave out is no run, and the next day is as usual", () => {
  expect(told(next("30 2 * * *", "2027-03-13T00:00:00Z", 3))).toEqual([
    "2027-03-13 02:30 -08:00 = 10:30Z",
    "2027-03-14 02:30 left out",
    "2027-03-15 02:30 -07:00 = 09:30Z, clocks 60",
    "2027-03-16 02:30 -07:00 = 09:30Z",
  ]);
});

test("in autumn a time that comes twice is a run the first time only", () => {
  expect(told(next("30 1 * * *", "2027-11-06T12:00:00Z", 2))).toEqual([
    "2027-11-07 01:30 -07:00 = 08:30Z",
    "2027-11-08 01:30 -08:00 = 09:30Z, clocks -60",
  ]);
});

test("an hourly schedule runs each hour through spring, and once has two hours between runs in autumn", () => {
  expect(told(next("7 * * * *", "2027-03-14T09:00:00Z", 2))).toEqual([
    "2027-03-14 01:07 -08:00 = 09:07Z",
    "2027-03-14 02:07 left out",
    "2027-03-14 03:07 -07:00 = 10:07Z, clocks 60",
  ]);
  expect(told(next("7 * * * *", "2027-11-07T07:30:00Z", 3))).toEqual([
    "2027-11-07 01:07 -07:00 = 08:07Z",
    "2027-11-07 02:07 -08:00 = 10:07Z, clocks -60",
    "2027-11-07 03:07 -08:00 = 11:07Z",
  ]);
  // Asked in the second of the two hours, which no run is in.
  expect(told(next("7 * * * *", "2027-11-07T09:00:00Z", 1))).toEqual(["2027-11-07 02:07 -08:00 = 10:07Z"]);
});

test("a run at the very instant is past, and one a minute later is next", () => {
  expect(told(next("0 5 * * *", "2027-06-01T12:00:00Z", 1))).toEqual(["2027-06-02 05:00 -07:00 = 12:00Z"]);
  expect(told(next("0 5 * * *", "2027-06-01T11:59:59.999Z", 1))).toEqual([
    "2027-06-01 05:00 -07:00 = 12:00Z",
  ]);
});

test("a pause takes the runs from its first midnight on, until its last day begins, by the schedule's clocks", () => {
  const pauses = [
    { from: "2026-12-20", to: "2026-12-31", reason: "freeze" },
    { from: "2026-12-31", to: "2027-01-03", reason: "audit" },
    { from: "2027-02-01", to: "2027-02-02", reason: "later" },
  ];
  expect(told(next("0 0,23 * * *", "2026-12-19T12:00:00Z", 3, { zone: "Asia/Tokyo", pauses }))).toEqual([
    "2026-12-19 23:00 +09:00 = 14:00Z",
    "paused 2026-12-20 to 2026-12-31: freeze",
    "paused 2026-12-31 to 2027-01-03: audit",
    "2027-01-03 00:00 +09:00 = 15:00Z",
    "2027-01-03 23:00 +09:00 = 14:00Z",
  ]);
  // No run would be in it: nothing to tell.
  expect(told(next("0 5 2 * *", "2027-01-30T00:00:00Z", 1, { pauses }))).toEqual([
    "2027-02-02 05:00 -08:00 = 13:00Z",
  ]);
});

test("a pause without an end in sight takes no longer than a short one", () => {
  const pauses = [{ from: "2026-12-20", to: "9999-12-31", reason: "retired" }];
  expect(told(next("* * * * *", "2026-12-21T00:00:00Z", 1, { pauses }))).toEqual([
    "paused 2026-12-20 to 9999-12-31: retired",
    "9999-12-31 00:00 -08:00 = 08:00Z",
  ]);
});

test("a day that a place left out altogether had no runs", () => {
  expect(told(next("0 5 * * *", "2011-12-29T12:00:00Z", 2, { zone: "Pacific/Apia" }))).toEqual([
    "2011-12-29 05:00 -10:00 = 15:00Z",
    "2011-12-30 05:00 left out",
    "2011-12-31 05:00 +14:00 = 15:00Z, clocks 1440",
  ]);
});

test("when a rate runs depends on its deployment, and what never runs has nothing next", () => {
  const schedule = { timeZone: "UTC", pauses: [] };
  expect(nextRuns({ rate: 90 }, schedule, new Date(0), 3)).toBeUndefined();
  expect(next("0 5 30 2 *", "2027-01-01T00:00:00Z", 3)).toEqual([]);
});

test("runs come in order, each after the one asked from, each as its cron says on the clocks of its zone", () => {
  const from = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2035, 0, 1) }).map((ms) => new Date(ms));
  const day = fc.integer({ min: -20, max: 400 });
  fc.assert(
    fc.property(
      cronText,
      fc.constantFrom(...ZONES),
      from,
      day,
      fc.integer({ min: 1, max: 90 }),
      (cron, zone, start, first, length) => {
        const pause = { from: dayAfter(start, first), to: dayAfter(start, first + length), reason: "freeze" };
        const schedule = { timeZone: zone, pauses: [pause] };
        const found = nextRuns({ cron }, schedule, start, 5) ?? [];
        const runs = found.filter((one) => one.kind === "run");
        const parsed = parseCron(cron);
        if (!("cron" in parsed)) throw new Error(cron);
        let before = start.getTime();
        for (const { at, local, offset } of runs) {
          expect(at.getTime()).toBeGreaterThan(before);
          before = at.getTime();
          const shown = clockOf(at, zone);
          expect(local).toBe(shown.text);
          expect(Date.parse(`${local.replace(" ", "T")}:00${offset}`)).toBe(at.getTime());
          expect(parsed.cron.minutes).toContain(shown.minute);
          expect(parsed.cron.hours).toContain(shown.hour);
          expect(parsed.cron.days).toContain(shown.day);
          expect(parsed.cron.months).toContain(shown.month);
          expect(parsed.cron.weekdays).toContain(shown.weekday);
          expect(local.slice(0, 10) >= pause.from && local.slice(0, 10) < pause.to).toBe(false);
        }
        for (const elsewhere of ["Pacific/Apia", "America/New_York"]) {
          process.env.TZ = elsewhere;
          expect(nextRuns({ cron }, schedule, start, 5)).toEqual(found);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("no run is missed around a change of clocks: each minute whose clock fits, the first time it is shown", () => {
  const changes: readonly [string, string][] = [
    ["Europe/Berlin", "2027-03-28T01:00:00Z"],
    ["Europe/Berlin", "2027-10-31T01:00:00Z"],
    ["America/Santiago", "2027-04-04T03:00:00Z"],
    ["Africa/Cairo", "2027-04-29T22:00:00Z"],
    ["Australia/Lord_Howe", "2027-04-03T15:00:00Z"],
  ];
  const times = fc.tuple(
    fc.uniqueArray(fc.nat(59), { minLength: 1, maxLength: 4 }),
    fc.constantFrom("*", "0-3", "2", "23"),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...changes),
      times,
      fc.integer({ min: -300, max: 120 }),
      ([zone, change], [minutes, hours], after) => {
        const cron = `${minutes.join()} ${hours} * * *`;
        const parsed = parseCron(cron);
        if (!("cron" in parsed)) throw new Error(cron);
        const start = Date.parse(change) + after * 60_000;
        const expected: number[] = [];
        const seen = new Set<string>();
        for (let time = Date.parse(change) - 600 * 60_000; time <= start + 600 * 60_000; time += 60_000) {
          const { text, minute, hour } = clockOf(new Date(time), zone);
          const first = !seen.has(text);
          seen.add(text);
          if (
            first &&
            time > start &&
            parsed.cron.minutes.includes(minute) &&
            parsed.cron.hours.includes(hour)
          )
            expected.push(time);
        }
        const found =
          nextRuns({ cron }, { timeZone: zone, pauses: [] }, new Date(start), expected.length + 1) ?? [];
        const runs = found.flatMap((one) => (one.kind === "run" ? [one.at.getTime()] : []));
        expect(runs.slice(0, -1)).toEqual(expected);
        expect(runs.at(-1)).toBeGreaterThan(start + 600 * 60_000);
      },
    ),
    { numRuns: 40 },
  );
});

function dayAfter(time: Date, days: number): string {
  return new Date(time.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const two = "2-digit";
  const parts = { year: "numeric", month: two, day: two, hour: two, minute: two } as const;
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    ...parts,
  });
  formats.set(timeZone, format);
  return format;
}

/** What Intl says that clocks show, which is another reader of the same zones. */
function clockOf(time: Date, timeZone: string) {
  const parts = formatOf(timeZone).formatToParts(time);
  const {
    year = "",
    month = "",
    day = "",
    hour = "",
    minute = "",
  } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return {
    text: `${year}-${month}-${day} ${hour}:${minute}`,
    minute: Number(minute),
    hour: Number(hour),
    day: Number(day),
    month: Number(month),
    weekday: new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDay(),
  };
}
