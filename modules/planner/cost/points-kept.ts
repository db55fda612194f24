import { GENERATIONS, type Generation, type Retention } from "../../policy/policy.ts";
import { GENERATION_DAYS } from "../retention-days.ts";

/**
 * How many points at most so many days old there are of one resource. As long as `keep` lasts they are all runs; after
 * that those of the generations that still reach so far back. The first of a day is among the firsts of its hours, and
 * so on, and counts once; but weeks and months begin on different days.
 */
export function pointsKept({ keep = 0, generations }: Retention, runsADay: number, days: number): number {
  const reach = (generation: Generation): number =>
    (generations[generation] ?? 0) * GENERATION_DAYS[generation];
  const aDay = (age: number): number => {
    const first = (...finest: readonly Generation[]): number => {
      const found = finest.find((generation) => reach(generation) > age);
      return found === undefined ? 0 : 1 / GENERATION_DAYS[found];
    };
    const fine = first("hourly", "daily");
    return age < keep
      ? runsADay
      : Math.min(runsADay, fine > 0 ? fine : first("weekly") + first("monthly", "yearly"));
  };
  const ages = [0, keep, ...GENERATIONS.map(reach), days].filter((age) => age <= days).sort((a, b) => a - b);
  return ages.reduce((points, age, i) => points + aDay(age) * ((ages[i + 1] ?? age) - age), 0);
}
