import { type Copy, GENERATIONS, type Generation, type Retention } from "../policy/policy.ts";

/** Days between two points of a generation at most. */
export const GENERATION_DAYS: Readonly<Record<Generation, number>> = {
  hourly: 1 / 24,
  daily: 1,
  weekly: 7,
  monthly: 31,
  yearly: 366,
};

/** Days that the oldest point kept reaches back, by whichever of `keep` and the generations reaches furthest. */
export function retentionDays({ keep = 0, generations }: Retention): number {
  const reach = GENERATIONS.map((generation) =>
    Math.ceil((generations[generation] ?? 0) * GENERATION_DAYS[generation]),
  );
  return Math.max(keep, ...reach);
}

/** What a copy does not say is as at its source. */
export function copyRetention(
  source: Retention,
  { keep, coldAfter }: Pick<Copy, "keep" | "coldAfter">,
): Retention {
  return {
    ...source,
    ...(keep !== undefined && { keep }),
    ...(coldAfter !== undefined && { coldAfter }),
  };
}

/** Days that a point is kept at least: with generations alone, one that none of them counts goes after a day. */
export function minRetentionDays({ keep }: Retention): number {
  return keep ?? 1;
}
