import { isObject } from "../kit/canonical.ts";
import { endOf, onceAt } from "../kit/past.ts";
import type { ScheduleDocument } from "./document.ts";

/** Scheduler takes a start that is so many milliseconds old, and no older one. */
const MAX_LATE = 5 * 60_000;

/**
 * When a schedule has ended: it calls nothing any more, and Scheduler makes none like it. `undefined`: it has not.
 */
export function endedAt({ settings }: Pick<ScheduleDocument, "settings">, now: number): string | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone = "UTC", EndDate } = settings;
  return endOf(String(ScheduleExpression), String(ScheduleExpressionTimezone), EndDate, now);
}

/** Whether nothing comes of it any more: of a window in which it calls at some moment, its end counts. */
export function isOver({ settings }: Pick<ScheduleDocument, "settings">, now: number): boolean {
  return endedAt({ settings }, now - windowOf(settings)) !== undefined;
}

/** Of a schedule whose only time has been, the end of the window in which it still may call. `undefined`: it is none, or that has closed. */
export function openUntil({ settings }: Pick<ScheduleDocument, "settings">, now: number): string | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone = "UTC" } = settings;
  const at = onceAt(String(ScheduleExpression), String(ScheduleExpressionTimezone));
  if (at === undefined || at > now || at + windowOf(settings) <= now) return undefined;
  return new Date(at + windowOf(settings)).toISOString();
}

/** Milliseconds after each of its times within which it calls. */
function windowOf({ FlexibleTimeWindow: window }: ScheduleDocument["settings"]): number {
  return isObject(window) ? Number(window.MaximumWindowInMinutes ?? 0) * 60_000 : 0;
}

/**
 * The settings as Scheduler takes them now, which refuses a start that has been. At a rate the start is the first call, from
 * which all others are counted: the next one of these takes its place. Otherwise it says nothing any more.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 */
export function withStartToCome(
  settings: ScheduleDocument["settings"],
  now: number,
): ScheduleDocument["settings"] {
  const { StartDate, ...rest } = settings;
  if (typeof StartDate !== "string") return settings;
  const [start, pace] = [Date.parse(StartDate), paceOf(settings)];
  if (start >= (pace === undefined ? now - MAX_LATE : now)) return settings;
  const next = pace && start + Math.ceil((now - start) / pace) * pace;
  // Scheduler takes no start that is not before the end.
  const isLast = typeof rest.EndDate === "string" && Date.parse(rest.EndDate) <= (next ?? 0);
  return {
    ...rest,
    ...(next !== undefined && !isLast && { StartDate: new Date(next).toISOString() }),
  } as ScheduleDocument["settings"];
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds from a call to the next of a schedule at a rate. `undefined`: it goes by the calendar. */
export function paceOf({ ScheduleExpression }: ScheduleDocument["settings"]): number | undefined {
  const [, times, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(ScheduleExpression)) ?? [];
  return times === undefined ? undefined : Number(times) * (UNITS[unit] ?? 0);
}
