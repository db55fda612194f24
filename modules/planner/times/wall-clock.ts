import { MINUTES_A_DAY } from "../../core/duration.ts";
import type { SchedulePause } from "../../policy/policy.ts";
import type { Cron } from "./cron.ts";
import { runsOn } from "./day-gaps.ts";
import { timesOfDay } from "./gaps.ts";

/** What a clock on the wall shows, in minutes since it showed 1970-01-01 00:00. It is in no time zone. */
export type WallTime = number;

/** The midnight with which a day begins, such as `2027-01-15`. */
export function midnightOf(day: string): WallTime {
  return Date.parse(`${day}T00:00:00Z`) / 60_000;
}

/** The pause that a time falls into. */
export function pauseAtWallTime(time: WallTime, pauses: readonly SchedulePause[]): SchedulePause | undefined {
  return pauses.find(({ from, to }) => time >= midnightOf(from) && time < midnightOf(to));
}

/** Every time that a cron names, from one on, without an end: only for a cron that runs at all. */
export function* wallTimesFrom(cron: Cron, from: WallTime): Generator<WallTime, never> {
  const times = timesOfDay(cron);
  for (let day = Math.floor(from / MINUTES_A_DAY); ; day++) {
    if (!runsOn(cron, day)) continue;
    for (const time of times) if (day * MINUTES_A_DAY + time >= from) yield day * MINUTES_A_DAY + time;
  }
}
