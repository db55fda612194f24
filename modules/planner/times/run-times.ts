import { hashOf } from "../../core/hash.ts";
import type { Schedule, SiteId, Timing } from "../../policy/policy.ts";
import type { RunTimes } from "../plan.ts";
import { type Cron, formatCron } from "./cron.ts";
import { cronOf } from "./cron-of.ts";
import { canShift, shift } from "./shift.ts";

/**
 * When a site runs a policy. Each pair of the two has a place of its own in the start window, always the same, so that
 * thousands of schedules do not start at once and nothing moves unless its window does. A `rate` stays one, and a cron
 * whose runs cannot all be moved alike stays where it is: see `windowLeft`. So does one that `checkSchedule` refuses.
 */
export function runTimes(schedule: Schedule, policy: string, site: SiteId): RunTimes {
  const { cron, timesAt } = readSchedule(schedule);
  if (cron === undefined) return asWritten(schedule.timing);
  const offset = minutesIntoWindow(schedule, policy, site);
  const known = timesAt.get(offset);
  if (known !== undefined) return known;
  const times = { cron: formatCron(shift(cron, offset)) };
  timesAt.set(offset, times);
  return times;
}

/** Minutes of the start window that have passed when a site runs a policy; none where the provider spreads the runs. */
export function minutesIntoWindow(schedule: Schedule, policy: string, site: SiteId): number {
  const { window } = readSchedule(schedule);
  return window === 0 ? 0 : hashOf(`${policy}@${site}`) % window;
}

/** Minutes of the start window that the provider still has to spread runs over: all of it or nothing. */
export function windowLeft(schedule: Schedule): number {
  const { cron, window } = readSchedule(schedule);
  return cron === undefined || window === 0 ? schedule.startWindow : 0;
}

interface ReadSchedule {
  readonly cron: Cron | undefined;
  /** Minutes that runs are spread over here. */
  readonly window: number;
  /** By offset; there are far fewer offsets than sites. */
  readonly timesAt: Map<number, RunTimes>;
}

const known = new WeakMap<Schedule, ReadSchedule>();

function readSchedule(schedule: Schedule): ReadSchedule {
  const found = known.get(schedule);
  if (found !== undefined) return found;
  const cron = cronOf(schedule.timing);
  const window =
    "every" in schedule.timing ? Math.min(schedule.startWindow, schedule.timing.every) : schedule.startWindow;
  const read = {
    cron,
    window: cron !== undefined && canShift(cron, window) ? window : 0,
    timesAt: new Map<number, RunTimes>(),
  };
  known.set(schedule, read);
  return read;
}

/** An interval that no clock keeps can only be counted. */
function asWritten(timing: Timing): RunTimes {
  if ("cron" in timing) return { cron: timing.cron };
  return { rate: "rate" in timing ? timing.rate : timing.every };
}
