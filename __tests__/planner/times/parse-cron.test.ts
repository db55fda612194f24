import { Cron as Croner } from "croner";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCron } from "../../../modules/planner/times/cron.ts";
import { parseCron } from "../../../modules/planner/times/parse-cron.ts";
import { cronText } from "./arbitrary-cron.ts";

const FROM = new Date("2027-02-26T13:37:00Z");

/** The one way to write it, or everything that is wrong with it. */
function read(text: string): string | readonly string[] {
  const parsed = parseCron(text);
  return "cron" in parsed
    ? formatCron(parsed.cron)
    : parsed.faults.map(({ message, hint }) => `${message}: ${hint}`);
}

/** What another implementation makes of it; undefined when it refuses. */
function runsByCroner(text: string): readonly string[] | undefined {
  try {
    return new Croner(text, { mode: "5-part", timezone: "UTC" })
      .nextRuns(10, FROM)
      .map((run) => run.toISOString());
  } catch {
    return undefined;
  }
}

test("whatever is taken means the same to croner, as it was written and as we write it", () => {
  fc.assert(
    fc.property(cronText, (text) => {
      const canonical = read(text);
      expect(canonical).toBeTypeOf("string");
      expect(runsByCroner(canonical as string)).toEqual(runsByCroner(text));
      expect(read(canonical as string)).toBe(canonical);
    }),
    { numRuns: 100 },
  );
});

test("any text is taken or refused with a hint, and what croner cannot read is never taken", () => {
  const character = fc.constantFrom(..."0123456789*/,-? LW#ANMOSU\t٣\u0000");
  const text = fc.oneof(
    fc.string({ unit: character, maxLength: 20 }),
    fc
      .tuple(cronText, fc.nat(30), character)
      .map(([cron, at, put]) => cron.slice(0, at) + put + cron.slice(at + 1)),
  );
  fc.assert(
    fc.property(text, (written) => {
      const parsed = parseCron(written);
      // The one thing more that we take: croner has no SUN at the end of a week.
      const theirs = written.replaceAll(/-sun/gi, "-7");
      if ("cron" in parsed) expect(runsByCroner(theirs)).toBeDefined();
      else for (const { hint } of parsed.faults) expect(hint).toMatch(/^(write|leave|did you mean) ./);
    }),
    { numRuns: 1000 },
  );
});

test("lists, ranges, steps and names are one to us, and so are Sundays", () => {
  expect(read(" */15  9-17 * JAN,jul  MON-FRI ")).toBe("0,15,30,45 9-17 * 1,7 1-5");
  expect(read("0,30 */6 1-31 1-12 0-7")).toBe("0,30 0,6,12,18 * * *");
  expect(["7", "SUN", "0", "7-7", "sun-SUN"].map((day) => read(`0 5 * * ${day}`))).toEqual(
    Array.from({ length: 5 }, () => "0 5 * * 0"),
  );
  expect(read("0 5 * * FRI-SUN")).toBe("0 5 * * 0,5,6");
  expect(read("0 5 * * SUN-TUE")).toBe("0 5 * * 0-2");
  expect(read("10-40/15,59 5 * * *")).toBe("10,25,40,59 5 * * *");
});

test("each field that is wrong is named, with what may stand there", () => {
  expect(read("60 24 0 13 8")).toEqual([
    "minute 60 does not exist: write 0 to 59",
    "hour 24 does not exist: write 0 to 23",
    "day of month 0 does not exist: write 1 to 31",
    "month 13 does not exist: write 1 to 12 or JAN to DEC",
    "day of week 8 does not exist: write 0 to 6 or SUN to SAT",
  ]);
  expect(read("5,x ? * JANUARY MOM")).toEqual([
    'minute "x" is not understood: write *, or 0 to 59: one, a list 1,3, a range 1-5 or a step */2',
    'hour "?" is not understood: write *',
    'month "JANUARY" is not understood: did you mean JAN?',
    'day of week "MOM" is not understood: did you mean MON?',
  ]);
});

test("steps and ranges that schedulers read differently are refused with what says it plainly", () => {
  expect(read("5/15 22-2 * * FRI-MON")).toEqual([
    'minute "5/15" is a step without a range: write 5-59/15',
    'hour "22-2" is a range that runs backwards: write two ranges: 22-23,0-2',
    'day of week "FRI-MON" is a range that runs backwards: write two ranges: FRI-SAT,SUN-MON',
  ]);
  expect([read("0 5 * * 7-2"), read("0 5 * * 5-0")]).toEqual([
    ['day of week "7-2" is a range that runs backwards: write 0-2'],
    ['day of week "5-0" is a range that runs backwards: write 5-7'],
  ]);
  expect(read("*/0 */24 * * *")).toEqual([
    'minute "*/0" has the step 0: write a step of 1 to 59',
    'hour "*/24" has the step 24: write a step of 1 to 23',
  ]);
  expect(read("0 5 1 * 1")).toEqual([
    "it names days of the month and days of the week: leave one of them *: some schedulers run when either fits, others when both do",
  ]);
});

test("fewer and more than five fields are counted", () => {
  const hint = "write five: minute, hour, day of month, month, day of week, such as 0 5 * * *";
  expect(["", "0 5 * *", "0 0 5 * * *"].map(read)).toEqual(
    [0, 4, 6].map((count) => [`it has ${count} fields: ${hint}`]),
  );
});
