import { Cron as Croner } from "croner";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scheduleExpression } from "../../modules/aws/schedule-expression.ts";
import { cronText } from "../planner/times/arbitrary-cron.ts";

/** Whether an instant of UTC is in an expression, by the page of EventBridge Scheduler and nothing that we wrote. */
function isIn(expression: string, time: Date): boolean {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(" ") ?? [];
  const values = [
    time.getUTCMinutes(),
    time.getUTCHours(),
    time.getUTCDate(),
    time.getUTCMonth() + 1,
    time.getUTCDay() + 1,
    time.getUTCFullYear(),
  ];
  // Exactly one of the two kinds of day has to be `?`.
  expect(fields.map((field, i) => field === "?" && (i === 2 || i === 4)).filter(Boolean)).toEqual([true]);
  return values.every((value, i) => allows(fields[i] ?? "", value));
}

function allows(field: string, value: number): boolean {
  return field.split(",").some((part) => {
    if (part === "*" || part === "?") return true;
    const [first = Number.NaN, last = first] = part.split("-").map(Number);
    return value >= first && value <= last;
  });
}

test("an interval of the clock, days of the month, and days of the week, which AWS counts from one", () => {
  expect(scheduleExpression({ cron: "7 * * * *" })).toBe("cron(7 * * * ? *)");
  expect(scheduleExpression({ cron: "7,22,37,52 * * * *" })).toBe("cron(7,22,37,52 * * * ? *)");
  expect(scheduleExpression({ cron: "30 5 1 1,7 *" })).toBe("cron(30 5 1 1,7 ? *)");
  expect(scheduleExpression({ cron: "0 5 * * 0" })).toBe("cron(0 5 ? * 1 *)");
  expect(scheduleExpression({ cron: "0 5 * * 1-5" })).toBe("cron(0 5 ? * 2-6 *)");
  expect(scheduleExpression({ cron: "0 5 * * SAT,SUN" })).toBe("cron(0 5 ? * 1,7 *)");
});

test("a rate names the largest unit that it is a whole number of, and one of it in the singular", () => {
  expect([1, 15, 60, 90, 120, 1440, 10_080].map((rate) => scheduleExpression({ rate }))).toEqual([
    "rate(1 minute)",
    "rate(15 minutes)",
    "rate(1 hour)",
    "rate(90 minutes)",
    "rate(2 hours)",
    "rate(1 day)",
    "rate(7 days)",
  ]);
});

test("any cron has the same instants by AWS's rules as by croner's, and fits what CreateSchedule takes", () => {
  const MINUTE = 60_000;
  const near = [0, 1, -1, 60, -60, 1440, -1440, 7 * 1440, 31 * 1440];
  fc.assert(
    fc.property(cronText, fc.integer({ min: 0, max: 14_000 }), (cron, day) => {
      const written = scheduleExpression({ cron });
      expect(written.length).toBeLessThanOrEqual(256);
      const other = new Croner(cron, { mode: "5-part", timezone: "UTC" });
      const from = new Date(Date.UTC(2026, 0, 1 + day, 3, 17));
      for (const time of [from, ...other.nextRuns(5, from)].map(Number))
        for (const minutes of near) {
          const instant = new Date(time + minutes * MINUTE);
          expect(isIn(written, instant)).toBe(other.match(instant));
        }
    }),
    { numRuns: 100 },
  );
});

test("the longest list that five fields can make is within 256 characters", () => {
  // Pairs with a gap between them are what no range shortens.
  const pairs = (min: number, max: number) =>
    Array.from({ length: max - min + 1 }, (_, i) => min + i).filter((_, i) => i % 3 < 2);
  const cron = [pairs(0, 59), pairs(0, 23), pairs(1, 31), pairs(1, 12)]
    .map((values) => values.join())
    .join(" ");
  expect(scheduleExpression({ cron: `${cron} *` }).length).toBeLessThanOrEqual(256);
});

test("what could not be read is not sent", () => {
  expect(() => scheduleExpression({ cron: "0 25 * * *" })).toThrow("not a cron: 0 25 * * *");
});
