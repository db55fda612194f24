import type { SourcePos } from "../../core/diagnostic.ts";
import { comparePos } from "../../core/source-order.ts";
import type { Plan, PolicyPlan, ScheduleUnit } from "../plan.ts";
import type { Change } from "./change.ts";
import { firm } from "./diff-retention.ts";
import { type BlockDifference, differenceOf } from "./difference.ts";

type Placed = BlockDifference & Pick<Change, "because" | "gone">;

/** The run of a policy at a site. */
export type RunAt = (policy: PolicyPlan, site: string) => ScheduleUnit | undefined;

export function runsOf({ stacks }: Plan): RunAt {
  const runs = new Map<string, ScheduleUnit>();
  for (const { units } of stacks)
    for (const unit of units) if (unit.kind === "schedule") runs.set(`${unit.site} ${unit.policy}`, unit);
  return ({ name }, site) => runs.get(`${site} ${name}`);
}

/** Where a policy runs. */
export function diffPlaced(
  [before, after]: readonly [PolicyPlan, PolicyPlan],
  [old, now]: readonly [RunAt, RunAt],
): Placed[] {
  const added = after.sites.filter((site) => !before.sites.includes(site));
  const lost = before.sites.filter((site) => !after.sites.includes(site));
  return [
    ...differenceOf("adds", "sites", added, (sites) => `runs at ${sites} too`).map((one) => ({
      ...firm(one, after.lock.mode),
      because: asking(after, added, now),
      gone: false,
    })),
    ...differenceOf("weakens", "sites", lost, (sites) => `no longer runs at ${sites}`).map((one) => ({
      ...one,
      because: asking(before, lost, old),
      gone: true,
    })),
  ];
}

/** The line that named the first of the sites, beside the policy's own. */
function asking(policy: PolicyPlan, [site]: readonly string[], runAt: RunAt): SourcePos {
  const lines = site === undefined ? [] : (runAt(policy, site)?.because ?? []);
  return lines.find((line) => comparePos(line, policy.because) !== 0) ?? policy.because;
}
