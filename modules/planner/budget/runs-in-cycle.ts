import { MINUTES_A_DAY } from "../../core/duration.ts";
import type { RunTimes } from "../plan.ts";
import { type Cron, runsEveryDay } from "../times/cron.ts";
import { cronOf } from "../times/cron-of.ts";
import { timesOfDay } from "../times/gaps.ts";

/** 28 years: then dates fall on the same days of the week again, and every average is exact. */
export const CYCLE_DAYS = 10_227;
export const CYCLE_MONTHS = 28 * 12;
export const CYCLE_MINUTES = CYCLE_DAYS * MINUTES_A_DAY;

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** What can be said of a schedule's times, pauses and clock changes aside. */
export interface Runs {
  /** In 28 years; a part of a run counts whole. */
  readonly inCycle: number;
  /** Minutes after midnight at which a day can have runs. Undefined for a rate, which keeps to no clock. */
  readonly minutes: readonly number[] | undefined;
}

/** Works out each kind of times once: jitter leaves few different ones. */
export function runsReader(): (times: RunTimes) => Runs {
  const known = new Map<string | number, Runs>();
  return (times) => {
    const key = "cron" in times ? times.cron : times.rate;
    const found = known.get(key);
    if (found !== undefined) return found;
    const runs = readRuns(times);
    known.set(key, runs);
    return runs;
  };
}

/** What cannot be read as a cron has no runs. */
export function readRuns(times: RunTimes): Runs {
  if ("rate" in times) return { inCycle: Math.ceil(CYCLE_MINUTES / times.rate), minutes: undefined };
  const cron = cronOf(times);
  const minutes = cron === undefined ? [] : timesOfDay(cron);
  return { inCycle: cron === undefined ? 0 : minutes.length * daysInCycle(cron), minutes };
}

/** In 28 years a date falls on each day of the week four times, 29 February once. */
function daysInCycle(cron: Cron): number {
  if (runsEveryDay(cron)) return CYCLE_DAYS;
  const { days, months, weekdays } = cron;
  const dates = months.flatMap((month) => days.filter((day) => day <= (DAYS_OF_MONTH[month - 1] ?? 0)));
  const leapDays = months.includes(2) && days.includes(29) ? 1 : 0;
  return (dates.length * 4 + leapDays) * weekdays.length;
}
