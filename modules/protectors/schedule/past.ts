import { isObject } from "../kit/canonical.ts";
import type { ScheduleDocument } from "./document.ts";

/** Scheduler takes a start that is so many milliseconds old, and no older one. */
const MAX_LATE = 5 * 60_000;

/**
 * When a schedule has ended: it calls nothing any more, and Scheduler makes none like it. `undefined`: it has not. A time
 * in a zone of its own counts as past a day later, when it is past in every zone.
 */
export function endedAt({ settings }: Pick<ScheduleDocument, "settings">, now: number): string | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone = "UTC", EndDate } = settings;
  const [, once] = /^at\((.+)\)$/.exec(String(ScheduleExpression)) ?? [];
  if (once !== undefined) {
    const margin = ScheduleExpressionTimezone === "UTC" ? 0 : 24 * 3_600_000;
    return Date.parse(`${once}Z`) + margin <= now ? once : undefined;
  }
  return typeof EndDate === "string" && Date.parse(EndDate) <= now ? EndDate : undefined;
}

/** Whether nothing comes of it any more: of a window in which it calls at some moment, its end counts. */
export function isOver({ settings }: Pick<ScheduleDocument, "settings">, now: number): boolean {
  const { FlexibleTimeWindow: window } = settings;
  const minutes = isObject(window) ? Number(window.MaximumWindowInMinutes ?? 0) : 0;
  return endedAt({ settings }, now - minutes * 60_000) !== undefined;
}

/** The settings as Scheduler takes them now: a start that has been says nothing any more, and is refused. */
export function withoutPastStart(
  settings: ScheduleDocument["settings"],
  now: number,
): ScheduleDocument["settings"] {
  const { StartDate, ...rest } = settings;
  const isPast = typeof StartDate === "string" && Date.parse(StartDate) < now - MAX_LATE;
  return isPast ? (rest as ScheduleDocument["settings"]) : settings;
}
