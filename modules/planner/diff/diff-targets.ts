import type { TargetPlan } from "../plan.ts";
import { type BlockDifference, was } from "./difference.ts";

/** Storage outside of the provider: whoever holds it holds what is copied there. */
export function diffTargets(
  before: readonly TargetPlan[] = [],
  after: readonly TargetPlan[] = [],
): BlockDifference[] {
  const [old, now] = [before, after].map((all) => new Map(all.map((one) => [one.name, one])));
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  return names.flatMap((name): BlockDifference[] => {
    const [left, right] = [old?.get(name), now?.get(name)].map((one) => one && placeOf(one));
    if (left === right) return [];
    const what = `copies may go to target ${name} at ${was(left, right, String, "no place")}`;
    return [{ class: right === undefined ? "changes" : "widens", path: `targets.${name}`, what }];
  });
}

function placeOf({ endpoint, bucket }: TargetPlan): string {
  return `${bucket} of ${endpoint}`;
}
