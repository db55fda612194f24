import { Temporal } from "temporal-polyfill";
import type { Schedule, SchedulePause } from "../../policy/policy.ts";
import type { RunTimes } from "../plan.ts";
import type { Cron } from "./cron.ts";
import { cronOf } from "./cron-of.ts";
import { cronGaps } from "./gaps.ts";
import { midnightOf, pauseAtWallTime, type WallTime, wallTimesFrom } from "./wall-clock.ts";

/** What comes next, in order: runs, and times at which there would be one. */
export type Upcoming =
  | {
      readonly kind: "run";
      readonly at: Date;
      /** What clocks show there and then, `2027-03-28 03:07`. */
      readonly local: string;
      /** Of local time from UTC, `+02:00`. */
      readonly offset: string;
      /** Minutes that clocks were put forward since the time before, below 0 when they were put back. */
      readonly clockChange: number;
    }
  | {
      /** In the hour that clocks leave out in spring: it never comes. */
      readonly kind: "left-out";
      readonly local: string;
    }
  | {
      readonly kind: "paused";
      readonly pause: SchedulePause;
    };

/**
 * The next runs at a site, `count` of them and what lies between, each after `from`; undefined for a rate, which
 * counts from a deployment that nobody knows yet. Clocks are those of the schedule's time zone, and changes of them
 * are as EventBridge Scheduler documents: a time that clocks leave out is no run, one that they show twice is a run
 * the first time only, so that an hourly schedule has two hours between two runs once a year.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * @throws RangeError for a time zone that this Node does not know.
 */
export function nextRuns(
  times: RunTimes,
  schedule: Pick<Schedule, "timeZone" | "pauses">,
  from: Date,
  count: number,
): readonly Upcoming[] | undefined {
  if ("rate" in times) return undefined;
  const cron = cronOf(times);
  if (cron === undefined || cronGaps(cron) === undefined) return [];
  const found: Upcoming[] = [];
  let runs = 0;
  for (const next of upcoming(cron, schedule, from)) {
    if (runs === count) break;
    if (next.kind === "run") runs++;
    found.push(next);
  }
  return found;
}

function* upcoming(
  cron: Cron,
  { timeZone, pauses }: Pick<Schedule, "timeZone" | "pauses">,
  from: Date,
): Generator<Upcoming> {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone);
  let offset = start.offsetNanoseconds;
  let walls = wallTimesFrom(cron, wallTimeOf(start.toPlainDateTime()));
  for (;;) {
    const wall = walls.next().value;
    const pause = pauseAtWallTime(wall, pauses);
    if (pause !== undefined) {
      yield { kind: "paused", pause };
      walls = wallTimesFrom(cron, midnightOf(pause.to));
      continue;
    }
    const local = plainOf(wall);
    const zoned = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
    const shown = local.toString({ smallestUnit: "minute" }).replace("T", " ");
    if (!zoned.toPlainDateTime().equals(local)) {
      yield { kind: "left-out", local: shown };
      continue;
    }
    if (zoned.epochMilliseconds <= from.getTime()) continue;
    const clockChange = (zoned.offsetNanoseconds - offset) / 60e9;
    offset = zoned.offsetNanoseconds;
    const at = new Date(zoned.epochMilliseconds);
    yield { kind: "run", at, local: shown, offset: zoned.offset, clockChange };
  }
}

function wallTimeOf(local: Temporal.PlainDateTime): WallTime {
  return Math.floor(local.toZonedDateTime("UTC").epochMilliseconds / 60_000);
}

function plainOf(wall: WallTime): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wall * 60_000)
    .toZonedDateTimeISO("UTC")
    .toPlainDateTime();
}
