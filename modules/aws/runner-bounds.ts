import type { RunnerBounds, RunnerMarks } from "../contract/bounds.ts";
import { uniqueSorted } from "../core/source-order.ts";
import type { Plan } from "../planner/plan.ts";
import { regionBounds } from "../planner/region-bounds.ts";
import type { SiteId } from "../policy/policy.ts";
import { markOfAsked } from "../runs/asked.ts";
import { markOfPauses } from "../runs/pause.ts";
import { backupRequest } from "./backup-request.ts";
import { runningZonesOf, unitsOf } from "./stacks/units.ts";

/** What the plan asks of the runners of a region, for its edge zones too. */
export function runnerBounds(plan: Plan, region: SiteId): Omit<RunnerBounds, "marks"> & RunnerMarks {
  const { copies, watchedBy, runs, events, pauses } = regionBounds(plan, region);
  const here = plan.stacks.filter((stack) => stack.region === region);
  const asked = here.flatMap((stack) =>
    unitsOf(stack, "schedule").map((unit) => markOfAsked(backupRequest(plan, stack, unit))),
  );
  return {
    sites: [region, ...runningZonesOf(plan, region)],
    copies,
    ...(watchedBy !== undefined && { watchedBy }),
    retentionDays: runs.days,
    compliance: runs.compliance,
    ...(events !== undefined && { events }),
    pauses: uniqueSorted(pauses.map(markOfPauses)),
    asked: uniqueSorted(asked),
  };
}
