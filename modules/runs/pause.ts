import type { BackupRequest, Pause } from "../contract/events.ts";
import { shortMarkOf } from "./short-mark.ts";

/** The pause that an instant falls in: from the first moment of its first day to that of its last, in the time zone. */
export function pauseAt(
  { pauses, timeZone }: Pick<BackupRequest, "pauses" | "timeZone">,
  instant: Date,
): Pause | undefined {
  if (pauses.length === 0) return undefined;
  const today = dayIn(timeZone, instant);
  return pauses.find(({ from, to }) => from <= today && today < to);
}

/** By which runners know the pauses of a policy from others that a request may bring. */
export function markOfPauses({
  policy,
  timeZone,
  pauses,
}: Pick<BackupRequest, "policy" | "timeZone" | "pauses">): string {
  return shortMarkOf({ policy, timeZone, pauses });
}

/** `2026-12-20`, as the calendars of the time zone show it; days so written sort as they follow each other. */
function dayIn(timeZone: string, instant: Date): string {
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.year?.padStart(4, "0")}-${parts.month}-${parts.day}`;
}
