import { MINUTES_A_DAY } from "../core/duration.ts";
import type { RunTimes } from "./plan.ts";
import type { Cron } from "./times/cron.ts";
import { timesOfDay } from "./times/longest-gap.ts";
import { parseCron } from "./times/parse-cron.ts";

/** 28 years: then dates fall on the same days of the week again, and every average is exact. */
export const CYCLE_DAYS = 10_227;
export const CYCLE_MONTHS = 28 * 12;
export const CYCLE_MINUTES = CYCLE_DAYS * MINUTES_A_DAY;

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** How many runs a schedule makes in 28 years, pauses and clock changes aside; a part of one counts whole. */
export function runsInCycle(times: RunTimes): number {
  if ("rate" in times) return Math.ceil(CYCLE_MINUTES / times.rate);
  const cron = cronOf(times.cron);
  return cron === undefined ? 0 : timesOfDay(cron).length * daysInCycle(cron);
}

/** Minutes after midnight at which a day can have runs. Undefined for a rate, which keeps to no clock. */
export function startsOf(times: RunTimes): readonly number[] | undefined {
  if ("rate" in times) return undefined;
  const cron = cronOf(times.cron);
  return cron === undefined ? [] : timesOfDay(cron);
}

function cronOf(text: string): Cron | undefined {
  const read = parseCron(text);
  return "cron" in read ? read.cron : undefined;
}

/** In 28 years a date falls on each day of the week four times, 29 February once. */
function daysInCycle({ days, months, weekdays }: Cron): number {
  const dates = months.flatMap((month) => days.filter((day) => day <= (DAYS_OF_MONTH[month - 1] ?? 0)));
  const leapDays = months.includes(2) && days.includes(29) ? 1 : 0;
  return (dates.length * 4 + leapDays) * weekdays.length;
}
