import { MINUTES_A_DAY } from "../../core/duration.ts";
import type { Timing } from "../../policy/policy.ts";
import type { Cron } from "./cron.ts";
import { cronOf } from "./cron-of.ts";
import { dayGaps } from "./day-gaps.ts";

/** Minutes between two runs. */
export interface Gaps {
  readonly shortest: number;
  readonly longest: number;
}

/**
 * Minutes between two runs at most, by a clock that is never put forward or back. 0 for a cron that
 * `checkSchedule` refuses, of which nothing can be said.
 */
export function longestGap(timing: Timing): number {
  return gapsOf(timing)?.longest ?? 0;
}

/** Undefined for a cron that cannot be read or never runs. */
export function gapsOf(timing: Timing): Gaps | undefined {
  if ("every" in timing) return { shortest: timing.every, longest: timing.every };
  if ("rate" in timing) return { shortest: timing.rate, longest: timing.rate };
  const cron = cronOf(timing);
  return cron && cronGaps(cron);
}

/** Undefined when it never runs. */
export function cronGaps(cron: Cron): Gaps | undefined {
  const days = dayGaps(cron);
  if (days === undefined) return undefined;
  const { hours, minutes } = cron;
  const [turn, night] = [widthOf(minutes), widthOf(hours) * 60 + widthOf(minutes)];
  const within = [...stepsOf(minutes), ...stepsOf(hours).map((step) => step * 60 - turn)];
  return {
    shortest: Math.min(...within, days.shortest * MINUTES_A_DAY - night),
    longest: Math.max(...within, days.longest * MINUTES_A_DAY - night),
  };
}

/** From the first of them to the last. */
function widthOf(values: readonly number[]): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}

function stepsOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - (values[i] ?? 0));
}

/** Minutes after midnight of each run on a day that has runs. */
export function timesOfDay({ hours, minutes }: Cron): number[] {
  return hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
}
