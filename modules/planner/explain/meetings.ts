import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Plan, ScheduleUnit, Unit } from "../plan.ts";
import { plannedRuns } from "../planned-runs.ts";

/** A policy that has to do with a unit or a site. */
export interface Meeting {
  readonly policy: string;
  /** Sites whose runs use it. */
  readonly runsAt: readonly SiteId[];
  /** Sites whose points are copied there. */
  readonly copiesFrom: readonly SiteId[];
}

/** What one policy at one site has to do with something. */
interface Use {
  readonly runs: boolean;
  readonly copies: boolean;
}

type UseOf = (run: ScheduleUnit, region: SiteId) => Use;

/** Policies that run at a site or at an edge zone of it, or whose points are copied there. */
export function meetingsAt(plan: Plan, site: SiteId): Meeting[] {
  return meetings(plan, (run, region) => ({
    runs: run.site === site || region === site,
    copies: run.copies.includes(site),
  }));
}

/** Policies that a unit serves: an edge zone has its own key and vault, and uses its parent's store and runners. */
export function meetingsOf(plan: Plan, unit: Unit): Meeting[] {
  return meetings(plan, (run, region) => {
    const own = run.site === unit.site;
    const arrives = run.copies.includes(unit.site);
    switch (unit.kind) {
      case "schedule":
        return { runs: run.id === unit.id, copies: false };
      case "copy":
      case "alarm":
      case "zone-role":
        return { runs: own, copies: false };
      case "runners":
        return { runs: own || region === unit.site, copies: false };
      case "key":
      case "vault":
        return { runs: own, copies: arrives };
      case "store":
      case "standby":
        return { runs: own || region === unit.site, copies: arrives };
    }
  });
}

function meetings(plan: Plan, useOf: UseOf): Meeting[] {
  const found = new Map<string, { readonly runsAt: SiteId[]; readonly copiesFrom: SiteId[] }>();
  for (const { stack, unit: run } of plannedRuns(plan)) {
    const { runs, copies } = useOf(run, stack.region);
    if (!runs && !copies) continue;
    const { runsAt, copiesFrom } = found.get(run.policy) ?? { runsAt: [], copiesFrom: [] };
    if (runs) runsAt.push(run.site);
    if (copies) copiesFrom.push(run.site);
    found.set(run.policy, { runsAt, copiesFrom });
  }
  return [...found]
    .map(([policy, { runsAt, copiesFrom }]) => ({
      policy,
      runsAt: uniqueSorted(runsAt),
      copiesFrom: uniqueSorted(copiesFrom),
    }))
    .sort((a, b) => compareText(a.policy, b.policy));
}
