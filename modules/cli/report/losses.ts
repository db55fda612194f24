import { type Loss, loseSites, type Outcome, type SiteLoss } from "../../planner/lose/lose-sites.ts";
import type { Plan, ScheduleUnit } from "../../planner/plan.ts";
import type { SiteId } from "../../policy/policy.ts";

/** One site, lost alone. */
export interface LostSite {
  readonly site: SiteId;
  /** Of runs that it touches. */
  readonly loss: Loss;
  /** Runs of a policy at a site that it does not touch. */
  readonly untouched: number;
}

/** Gives the loss of any one site. The plan is gone through once, not once for each site. */
export function lossesOf(plan: Plan): (site: SiteId) => LostSite {
  const runs = plan.stacks.flatMap(({ id, site, region, units }) =>
    units.flatMap((unit) => (unit.kind === "schedule" ? [{ stack: id, unit, at: [site, region] }] : [])),
  );
  const touching = new Map<SiteId, Map<string, ScheduleUnit[]>>();
  for (const { stack, unit, at } of runs) {
    for (const site of new Set([...at, ...unit.copies])) {
      const stacks = touching.get(site) ?? new Map<string, ScheduleUnit[]>();
      const units = stacks.get(stack) ?? [];
      units.push(unit);
      touching.set(site, stacks.set(stack, units));
    }
  }
  const bare = plan.stacks.map((stack) => ({
    ...stack,
    units: stack.units.filter(({ kind }) => kind !== "schedule"),
  }));
  return (site) => {
    const stacks = bare.map((stack) => ({
      ...stack,
      units: [...stack.units, ...(touching.get(site)?.get(stack.id) ?? [])],
    }));
    const loss = loseSites({ ...plan, stacks }, [site]);
    return { site, loss, untouched: runs.length - loss.sites.length };
  };
}

/** One word for each site that a loss touches; what the drawing shows of it. */
export function marksOf({ loss: { lost, sites } }: LostSite): Readonly<Record<SiteId, string>> {
  const ended = (outcome: Outcome): SiteLoss[] => sites.filter((each) => each.outcome === outcome);
  const standby = ended("restorable").flatMap(({ left }) => left.filter((holder) => holder.standby));
  return Object.fromEntries([
    ...ended("fewer-copies").map(({ site }) => [site, "fewer copies"]),
    ...standby.map(({ site }) => [site, "restores"]),
    ...lost.map((site) => [site, "lost"]),
  ]);
}
