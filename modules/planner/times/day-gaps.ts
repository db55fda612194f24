import { type Cron, runsEveryDay } from "./cron.ts";

const MS_A_DAY = 86_400_000;

/**
 * Forty years that have every order of years there is: first all 28 after which weekdays and leap years repeat, then
 * the eight without a leap year around 2100. A cron with weekdays beside dates would need all 400 years of the
 * calendar; `parseCron` takes none.
 */
const FIRST_YEAR = 2068;
const MONTHS = 40 * 12;

interface Month {
  /** January is 1. */
  readonly month: number;
  /** Days since 1970-01-01. */
  readonly first: number;
  readonly length: number;
}

/** Made once: any cron may ask for it. */
let calendar: readonly Month[] | undefined;

/** Whether a cron runs on a day, counted from 1970-01-01. */
export function runsOn({ days, months, weekdays }: Cron, day: number): boolean {
  const date = new Date(day * MS_A_DAY);
  return (
    months.includes(date.getUTCMonth() + 1) &&
    days.includes(date.getUTCDate()) &&
    weekdays.includes(date.getUTCDay())
  );
}

/** Days between two days with runs, the shortest and the longest. Undefined when there are none, as on 30 February. */
export function dayGaps(cron: Cron): { readonly shortest: number; readonly longest: number } | undefined {
  if (runsEveryDay(cron)) return { shortest: 1, longest: 1 };
  calendar ??= Array.from({ length: MONTHS }, (_, i) => monthAt(i));
  // Weeks do not change with the year: one month shows all of them.
  const weekly = cron.days.length === 31 && cron.months.length === 12;
  let last: number | undefined;
  let [shortest, longest] = [Number.POSITIVE_INFINITY, 0];
  for (const { month, first, length } of weekly ? calendar.slice(0, 1) : calendar) {
    if (!cron.months.includes(month)) continue;
    for (const date of cron.days) {
      const day = first + date - 1;
      if (date > length || !cron.weekdays.includes(weekdayOf(day))) continue;
      if (last !== undefined) {
        shortest = Math.min(shortest, day - last);
        longest = Math.max(longest, day - last);
      }
      last = day;
    }
  }
  return last === undefined ? undefined : { shortest, longest };
}

function monthAt(index: number): Month {
  const first = Date.UTC(FIRST_YEAR, index, 1) / MS_A_DAY;
  const next = Date.UTC(FIRST_YEAR, index + 1, 1) / MS_A_DAY;
  return { month: (index % 12) + 1, first, length: next - first };
}

/** The first of January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return (day + 4) % 7;
}
