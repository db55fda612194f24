import { MINUTES_A_DAY } from "../../core/duration.ts";
import { type Cron, runsEveryDay } from "./cron.ts";

/**
 * Whether the runs of a cron, each `offset` minutes later, are a cron again, for every offset below the window.
 * They are not when some of the minutes pass into the next hour and others do not, or when some pass midnight and
 * the day matters.
 */
export function canShift(cron: Cron, window: number): boolean {
  const { minutes, hours, days, months } = cron;
  const [lastMinute, lastHour] = [minutes.at(-1) ?? 0, hours.at(-1) ?? 0];
  const everyDay = runsEveryDay(cron);
  const oneMinute = minutes.length === 1;
  const hourHolds = oneMinute || lastMinute + window <= 60 || (everyDay && hours.length === 24);
  const weekly = oneMinute && hours.length === 1 && days.length === 31 && months.length === 12;
  return hourHolds && (everyDay || weekly || lastHour * 60 + lastMinute + window <= MINUTES_A_DAY);
}

/** The same runs, each `offset` minutes later; for an offset below a window that `canShift` allows. */
export function shift(cron: Cron, offset: number): Cron {
  const first = cron.minutes[0] ?? 0;
  const hoursLater = Math.floor((first + offset) / 60);
  const daysLater = Math.floor(((cron.hours[0] ?? 0) * 60 + first + offset) / MINUTES_A_DAY);
  return {
    ...cron,
    minutes: turn(cron.minutes, offset, 60),
    hours: turn(cron.hours, hoursLater, 24),
    weekdays: turn(cron.weekdays, daysLater, 7),
  };
}

function turn(values: readonly number[], by: number, size: number): readonly number[] {
  if (by % size === 0 || values.length === size) return values;
  return values.map((value) => (value + by) % size).sort((a, b) => a - b);
}
