import { formatDuration } from "../../core/duration.ts";
import { compareText } from "../../core/source-order.ts";
import type { Schedule, SchedulePause } from "../../policy/policy.ts";
import type { Exposure } from "../plan.ts";
import { diffTiming } from "./diff-timing.ts";
import { type BlockDifference, differenceOf, less, members, more, other, quoted, was } from "./difference.ts";

interface Timed {
  readonly schedule: Schedule;
  readonly exposure: Exposure;
}

/** When recovery points are made, and so how much may be lost at worst. */
export function diffSchedule(before: Timed, after: Timed): BlockDifference[] {
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
      `runs begin within ${was(old.startWindow, now.startWindow, formatDuration)}`,
    ),
    ...less(
      "schedule.completion-window",
      old.completionWindow ?? Number.POSITIVE_INFINITY,
      now.completionWindow ?? Number.POSITIVE_INFINITY,
      `a run counts as failed after ${was(old.completionWindow, now.completionWindow, formatDuration, "any time")}`,
    ),
    ...diffPauses(old.pauses, now.pauses),
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

/** Days without runs: pauses that touch are one. A pause that is not within one of before is new. */
function diffPauses(before: readonly SchedulePause[], after: readonly SchedulePause[]): BlockDifference[] {
  const path = "schedule.pauses";
  const within = (spans: readonly Span[], { from, to }: Span): boolean =>
    spans.some((span) => compareText(span.from, from) <= 0 && compareText(to, span.to) <= 0);
  const outside = (pauses: readonly SchedulePause[], others: readonly SchedulePause[]): string[] =>
    pauses.filter((pause) => lasts(pause) && !within(joined(others), pause)).map(span);
  const reasons = after.flatMap((pause) => {
    const [same, ...more] = before.filter((one) => span(one) === span(pause));
    if (same === undefined || [same, ...more].some(({ reason }) => reason === pause.reason)) return [];
    const what = `pauses from ${span(pause)}: reason ${was(same.reason, pause.reason, quoted)}`;
    return other(`${path}.${pause.from}`, same.reason, pause.reason, what);
  });
  return [
    ...differenceOf("weakens", path, outside(after, before), (spans) => `no longer runs from ${spans}`),
    ...differenceOf("adds", path, outside(before, after), (spans) => `runs from ${spans} again`),
    ...reasons,
  ];
}

type Span = Pick<SchedulePause, "from" | "to">;

function joined(pauses: readonly SchedulePause[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { from, to } of pauses.filter(lasts).sort((a, b) => compareText(a.from, b.from))) {
    const last = spans.at(-1);
    if (last === undefined || compareText(last.to, from) < 0) spans.push({ from, to });
    else spans[spans.length - 1] = { from: last.from, to: compareText(last.to, to) < 0 ? to : last.to };
  }
  return spans;
}

function lasts({ from, to }: Span): boolean {
  return compareText(from, to) < 0;
}

function span({ from, to }: Span): string {
  return `${from} to ${to}`;
}

/** What no line of the schedule explains: another provider's figures, or a plan of another version of zonekeep. */
function diffExposure(before: Exposure, after: Exposure): BlockDifference[] {
  const [old, now] = [before.remote, after.remote];
  return [
    ...less(
      "exposure.local",
      before.local,
      after.local,
      `loses at worst ${was(before.local, after.local, formatDuration)}`,
    ),
    ...(old === undefined || now === undefined
      ? []
      : less(
          "exposure.remote",
          old,
          now,
          `loses at worst ${was(old, now, formatDuration)}, with its region`,
        )),
  ];
}
