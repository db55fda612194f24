import { compareText } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { PolicyPlan, StackPlan, Unit, Watch } from "../plan.ts";
import { windowLeft } from "../times/run-times.ts";

/**
 * Who would tell that a region has fallen silent, its alarms with it? Each region of the estate is watched by the next
 * one by name, the last by the first. An estate of one region has nobody: `checkWatch` says so.
 */
export function watchEachOther(
  stacks: readonly StackPlan[],
  policies: readonly PolicyPlan[],
): readonly StackPlan[] {
  const regions = stacks
    .filter(({ kind, retiredUntil }) => kind === "site" && retiredUntil === undefined)
    .map(({ region }) => region)
    .sort(compareText);
  if (regions.length < 2) return stacks;
  const watcherOf = new Map(
    regions.map((region, at) => [region, regions[(at + 1) % regions.length] ?? region]),
  );
  const watchedOf = new Map([...watcherOf].map(([region, watcher]) => [watcher, region]));
  const runs = soonestRuns(stacks, policies);
  return stacks.map((stack) => {
    const watchedBy = watcherOf.get(stack.region);
    const watched = watchedOf.get(stack.region);
    if (stack.retiredUntil !== undefined || watchedBy === undefined || watched === undefined) return stack;
    const within = runs.get(watched);
    const watches: Watch = { region: watched, ...(within !== undefined && { within }) };
    const units = stack.units.map((unit): Unit => {
      if (unit.kind === "schedule") return { ...unit, watchedBy };
      return unit.kind === "alarm" && stack.kind === "site" ? { ...unit, watchedBy, watches } : unit;
    });
    return { ...stack, units };
  });
}

/** Clocks that are put forward or back: in one autumn night two hours lie between two runs of `every: 1h`. */
const CLOCK_CHANGE = 60;

/** Of each region, its edge zones included, the minutes in which its most frequent runs begin: less is no silence. */
function soonestRuns(
  stacks: readonly StackPlan[],
  policies: readonly PolicyPlan[],
): ReadonlyMap<SiteId, number> {
  const gaps = new Map(
    policies.map(({ name, exposure, schedule }) => [
      name,
      exposure.interval + windowLeft(schedule) + (schedule.timeZone === "UTC" ? 0 : CLOCK_CHANGE),
    ]),
  );
  const soonest = new Map<SiteId, number>();
  for (const { region, units } of stacks)
    for (const unit of units) {
      const gap = unit.kind === "schedule" ? gaps.get(unit.policy) : undefined;
      if (gap !== undefined) soonest.set(region, Math.min(gap, soonest.get(region) ?? gap));
    }
  return soonest;
}
