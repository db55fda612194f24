import { formatDuration, MINUTES_A_DAY } from "../../core/duration.ts";
import type { Timing } from "../../policy/policy.ts";
import type { Exposure } from "../plan.ts";
import { parseCron } from "../times/parse-cron.ts";
import { type Difference, quoted, was } from "./difference.ts";

interface Timed {
  readonly schedule: { readonly timing: Timing };
  readonly exposure: Exposure;
}

/**
 * Two figures say whether runs protect less: the longest time between two of them, and how many there are in all,
 * which the first does not show of a cron with a long night. One that is worse decides.
 */
export function diffTiming(before: Timed, after: Timed): Difference[] {
  const [old, now] = [before.schedule.timing, after.schedule.timing];
  if (spoken(old) === spoken(now)) return [];
  const [rarely, rare] = [before.exposure.interval, after.exposure.interval];
  const longer = Math.sign(rare - rarely);
  const fewer = compareSpacing(old, now);
  const worst =
    longer === 0 ? "" : `, at worst ${formatDuration(rare)} apart and ${formatDuration(rarely)} before`;
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
function compareSpacing(before: Timing, after: Timing): number {
  const [old, now] = [spacing(before), spacing(after)];
  if (old === undefined || now === undefined) return 1;
  return Math.sign(now.minutes * old.runs - old.minutes * now.runs);
}

/** Runs in so many minutes, in whole numbers: of a cron in all the days that its fields can name. */
function spacing(timing: Timing): { readonly runs: number; readonly minutes: number } | undefined {
  if ("every" in timing) return { runs: 1, minutes: timing.every };
  if ("rate" in timing) return { runs: 1, minutes: timing.rate };
  const read = parseCron(timing.cron);
  if (!("cron" in read)) return undefined;
  const { minutes, hours, days, months, weekdays } = read.cron;
  const runs = minutes.length * hours.length * days.length * months.length * weekdays.length;
  return { runs, minutes: MINUTES_A_DAY * 31 * 12 * 7 };
}
