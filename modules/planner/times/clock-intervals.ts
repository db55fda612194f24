import { MINUTES_A_DAY } from "../../core/duration.ts";
import type { Cron } from "./cron.ts";

const WEEK = 7 * MINUTES_A_DAY;
const MONDAY = 1;

/** Minutes: the intervals after which a clock shows the same again, so that runs fall on the same times every day. */
export const CLOCK_INTERVALS: readonly number[] = [
  1,
  2,
  3,
  4,
  5,
  6,
  10,
  12,
  15,
  20,
  30,
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * 60),
  MINUTES_A_DAY,
  WEEK,
];

/** Runs at midnight, and each `every` minutes after it; a week begins with Monday. Undefined for other intervals. */
export function clockCron(every: number): Cron | undefined {
  if (!CLOCK_INTERVALS.includes(every)) return undefined;
  return {
    minutes: every < 60 ? steps(0, 59, every) : [0],
    hours: every < 60 ? steps(0, 23, 1) : steps(0, 23, Math.min(every, MINUTES_A_DAY) / 60),
    days: steps(1, 31, 1),
    months: steps(1, 12, 1),
    weekdays: every === WEEK ? [MONDAY] : steps(0, 6, 1),
  };
}

function steps(first: number, last: number, step: number): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}
