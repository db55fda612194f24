import { formatDuration, sayDuration } from "../../core/duration.ts";
import type { Timing } from "../../policy/policy.ts";
import { readRuns } from "../budget/runs-in-cycle.ts";
import type { Exposure } from "../plan.ts";
import { type BlockDifference, quoted, was } from "./difference.ts";

interface Timed {
  readonly schedule: { readonly timing: Timing };
  readonly exposure: Exposure;
}

/**
 * Two figures say whether runs protect less: the longest time between two of them, and how many there are in all,
 * which the first does not show of a cron with a long night. One that is worse decides.
 */
export function diffTiming(before: Timed, after: Timed): BlockDifference[] {
  const [old, now] = [before.schedule.timing, after.schedule.timing];
  if (spoken(old) === spoken(now)) return [];
  const [rarely, rare] = [before.exposure.interval, after.exposure.interval];
  const longer = Math.sign(rare - rarely);
  const fewer = compareRuns(old, now);
  const worst = longer === 0 ? "" : `, at worst ${sayDuration(rare)} apart (was ${sayDuration(rarely)})`;
  const often = longer === 0 && fewer !== 0 ? `, ${fewer > 0 ? "less" : "more"} often` : "";
  const better = longer < 0 || fewer < 0;
  return [
    {
      class: longer > 0 || fewer > 0 ? "weakens" : better ? "adds" : "changes",
      path: `schedule.${Object.keys(now)[0]}`,
      what: `runs ${was(old, now, spoken)}${worst}${often}`,
    },
  ];
}

function spoken(timing: Timing): string {
  if ("cron" in timing) return `at ${quoted(timing.cron)}`;
  return "every" in timing
    ? `every ${formatDuration(timing.every)}`
    : `every ${formatDuration(timing.rate)} from the deployment on`;
}

/** Above 0 when the second runs less often on an average day; and when nothing can be said of one of them. */
function compareRuns(before: Timing, after: Timing): number {
  const [old, now] = [runsOf(before), runsOf(after)];
  return old === 0 || now === 0 ? 1 : Math.sign(old - now);
}

function runsOf(timing: Timing): number {
  return readRuns("every" in timing ? { rate: timing.every } : timing).inCycle;
}
