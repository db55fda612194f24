import { formatDuration, sayDuration } from "../../core/duration.ts";
import type { DateText, Schedule } from "../../policy/policy.ts";
import type { Exposure } from "../plan.ts";
import { diffPauses } from "./diff-pauses.ts";
import { diffTiming } from "./diff-timing.ts";
import { type BlockDifference, less, members, more, other, was } from "./difference.ts";

interface Timed {
  readonly schedule: Schedule;
  readonly exposure: Exposure;
}

/** When recovery points are made, and so how much may be lost at worst. */
export function diffSchedule(before: Timed, after: Timed, today?: DateText): BlockDifference[] {
  const [old, now] = [before.schedule, after.schedule];
  const found = [
    ...diffTiming(before, after),
    ...other(
      "schedule.time-zone",
      old.timeZone,
      now.timeZone,
      `time zone ${was(old.timeZone, now.timeZone)}`,
    ),
    ...less(
      "schedule.start-window",
      old.startWindow,
      now.startWindow,
      `runs begin ${was(old.startWindow, now.startWindow, begins)}`,
    ),
    ...less(
      "schedule.completion-window",
      old.completionWindow ?? Number.POSITIVE_INFINITY,
      now.completionWindow ?? Number.POSITIVE_INFINITY,
      `a run counts as failed after ${was(old.completionWindow, now.completionWindow, formatDuration, "any time")}`,
    ),
    ...diffPauses(old.pauses, now.pauses, today),
    ...members("schedule.on", old.on, now.on, {
      gained: (events) => `runs on ${events} too`,
      lost: (events) => `no longer runs on ${events}`,
    }),
    ...more(
      "schedule.overlap",
      old.overlap === "allow" ? 1 : 0,
      now.overlap === "allow" ? 1 : 0,
      `a run that begins during another: ${was(old.overlap, now.overlap)}`,
    ),
  ];
  return found.length > 0 ? found : diffExposure(before.exposure, after.exposure);
}

function begins(window: number): string {
  return window === 0 ? "at once" : `within ${formatDuration(window)}`;
}

/** What no line of the schedule explains: another provider's figures, or a plan of another version of zonekeep. */
function diffExposure(before: Exposure, after: Exposure): BlockDifference[] {
  const [old, now] = [before.remote, after.remote];
  return [
    ...less(
      "exposure.local",
      before.local,
      after.local,
      `loses at worst ${was(before.local, after.local, sayDuration)}`,
    ),
    ...(old === undefined || now === undefined
      ? []
      : less("exposure.remote", old, now, `loses at worst ${was(old, now, sayDuration)}, with its region`)),
  ];
}
