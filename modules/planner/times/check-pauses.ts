import { type Diagnostic, error, type SourcePos } from "../../core/diagnostic.ts";
import { formatDuration, sayDuration } from "../../core/duration.ts";
import type { Policy, SchedulePause } from "../../policy/policy.ts";
import { placeOf, placeToMend } from "../place-of.ts";
import { gapsOf } from "./gaps.ts";
import { minKept } from "./min-kept.ts";
import { outageOf } from "./outage.ts";

/** Pauses that are none, that overlap, or that outlast every point. */
export function checkPauses({ schedule, retention }: Policy): Diagnostic[] {
  const { timing, pauses } = schedule.value;
  const found: Diagnostic[] = [];
  const pathOf = ({ from }: SchedulePause): string => `pauses.${from}`;
  const say = (pause: SchedulePause, message: string, hint: string, at?: SourcePos): void => {
    const place = at ?? placeOf(schedule, pathOf(pause));
    found.push(error("SCHEDULE", place, `pause ${nameOf(pause)} ${message}`, hint));
  };

  const real = pauses.filter((pause) => pause.from < pause.to);
  for (const pause of pauses)
    if (!real.includes(pause))
      say(
        pause,
        "ends before it begins",
        `write a later day for to, the first with runs again, than ${pause.from}`,
      );

  let before: SchedulePause | undefined;
  for (const pause of real) {
    if (before !== undefined && pause.from < before.to)
      say(pause, `overlaps the one ${nameOf(before)}`, "make them one, or let it begin later");
    if (before === undefined || pause.to > before.to) before = pause;
  }

  // An error, not a warning: prune spares the last good point, but nothing locks it any longer, and that in the very
  // days on which nobody looks. The same is refused of an interval.
  const gaps = gapsOf(timing);
  if (gaps === undefined) return found;
  const kept = minKept(retention.value, gaps.shortest);
  for (const pause of real) {
    const outage = outageOf(timing, pause, real) ?? 0;
    if (outage > gaps.longest && outage >= kept)
      say(
        pause,
        `leaves ${sayDuration(outage)} between two runs, with retention ${formatDuration(kept)}: every point would expire before the next one exists`,
        "keep points longer, or pause for less",
        placeToMend([schedule, pathOf(pause)], [retention, "keep"]),
      );
  }
  return found;
}

function nameOf({ from, to }: SchedulePause): string {
  return `from ${from} to ${to}`;
}
