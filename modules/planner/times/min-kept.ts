import { MINUTES_A_DAY } from "../../core/duration.ts";
import { GENERATIONS, type Generation, type Retention } from "../../policy/policy.ts";
import { minRetentionDays } from "../retention-days.ts";

/** Days: the shortest hour, day, week, month and year, so that two runs so far apart are never in the same. */
const SHORTEST: Readonly<Record<Generation, number>> = {
  hourly: 1 / 24,
  daily: 1,
  weekly: 7,
  monthly: 28,
  yearly: 365,
};

/**
 * Minutes that every point is kept at least when runs are never closer than `shortestGap`: of runs a day apart
 * each is the first of its day, so that `daily: 7` keeps all of them for a week.
 */
export function minKept(retention: Retention, shortestGap: number): number {
  const first = GENERATIONS.filter((generation) => SHORTEST[generation] * MINUTES_A_DAY <= shortestGap);
  const days = first.map((generation) => (retention.generations[generation] ?? 0) * SHORTEST[generation]);
  return Math.max(minRetentionDays(retention), ...days) * MINUTES_A_DAY;
}
