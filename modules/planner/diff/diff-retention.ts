import { formatDays } from "../../core/duration.ts";
import { GENERATIONS, type LockMode, type Retention } from "../../policy/policy.ts";
import { type BlockDifference, more, other, was } from "./difference.ts";

/** How long points are kept, and how many. Under a compliance lock what is longer cannot be taken back. */
export function diffRetention(before: Retention, after: Retention, lock: LockMode): BlockDifference[] {
  const found = [
    ...more(
      "retention.keep",
      before.keep ?? 0,
      after.keep ?? 0,
      `keeps every point for ${was(before.keep, after.keep, formatDays, "no time")}`,
    ),
    ...GENERATIONS.flatMap((generation) => {
      const [old, now] = [before.generations[generation], after.generations[generation]];
      return more(
        `retention.${generation}`,
        old ?? 0,
        now ?? 0,
        `keeps ${generation} points: ${was(old, now)}`,
      );
    }),
  ].map((one) => firm(one, lock));
  const cold = `moves points to cold storage after ${was(before.coldAfter, after.coldAfter, formatDays, "no time")}`;
  return [...found, ...other("retention.cold-after", before.coldAfter, after.coldAfter, cold)];
}

/** What is added under a compliance lock stays: nobody can delete it before its time. */
export function firm(difference: BlockDifference, lock: LockMode): BlockDifference {
  if (lock === "governance" || difference.class !== "adds") return difference;
  return {
    ...difference,
    class: "irreversible",
    what: `${difference.what}, under a compliance lock that nobody can take back`,
  };
}
