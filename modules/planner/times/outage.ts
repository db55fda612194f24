import type { SchedulePause, Timing } from "../../policy/policy.ts";
import type { Cron } from "./cron.ts";
import { cronOf } from "./cron-of.ts";
import { cronGaps } from "./gaps.ts";
import { midnightOf, pauseAtWallTime, type WallTime, wallTimesFrom } from "./wall-clock.ts";

/**
 * Minutes from the last run before a pause to the first one after it that no other pause takes. Undefined when the
 * last is not known, because another pause leads to this one: then the outage of that one holds both.
 */
export function outageOf(
  timing: Timing,
  pause: SchedulePause,
  pauses: readonly SchedulePause[],
): number | undefined {
  const [begin, end] = [midnightOf(pause.from), midnightOf(pause.to)];
  if ("rate" in timing) return end - begin + timing.rate;
  const cron = cronOf(timing);
  const gaps = cron && cronGaps(cron);
  if (cron === undefined || gaps === undefined) return undefined;
  let last: WallTime | undefined;
  for (const run of wallTimesFrom(cron, begin - gaps.longest)) {
    if (run >= begin) break;
    if (pauseAtWallTime(run, pauses) === undefined) last = run;
  }
  return last === undefined ? undefined : firstOutside(cron, end, pauses) - last;
}

/** From pause to pause, not from run to run: there may be a hundred thousand in one. */
function firstOutside(cron: Cron, from: WallTime, pauses: readonly SchedulePause[]): WallTime {
  const run = wallTimesFrom(cron, from).next().value;
  const pause = pauseAtWallTime(run, pauses);
  return pause === undefined ? run : firstOutside(cron, midnightOf(pause.to), pauses);
}
