import type { RunnerBounds } from "../contract/bounds.ts";
import { uniqueSorted } from "../core/source-order.ts";
import type { Plan } from "../planner/plan.ts";
import { regionBounds } from "../planner/region-bounds.ts";
import type { SiteId } from "../policy/policy.ts";
import { markOfPauses } from "../runs/pause.ts";
import { runningZonesOf } from "./stacks/units.ts";

/** What the plan asks of the runners of a region, for its edge zones too. */
export function runnerBounds(plan: Plan, region: SiteId): RunnerBounds {
  const { copies, watchedBy, runs, pauses } = regionBounds(plan, region);
  return {
    sites: [region, ...runningZonesOf(plan, region)],
    copies,
    ...(watchedBy !== undefined && { watchedBy }),
    retentionDays: runs.days,
    compliance: runs.compliance,
    pauses: uniqueSorted(pauses.map(markOfPauses)),
  };
}
