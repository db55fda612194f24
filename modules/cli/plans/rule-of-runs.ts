import { backupRequest } from "../../aws/backup-request.ts";
import type { Refuse } from "../../planner/cover/refuse.ts";
import type { Plan } from "../../planner/plan.ts";
import { whyNot } from "../../runs/selection.ts";

/** The very request that a run gets, held against each resource. */
export function ruleOfRuns(plan: Plan): Refuse {
  const requests = new Map<string, ReturnType<typeof backupRequest>>();
  return ({ stack, unit }, { name, arn, attributes = {}, tags = {} }) => {
    const request = requests.get(unit.id) ?? backupRequest(plan, stack, unit);
    requests.set(unit.id, request);
    const { runtime } = attributes;
    return whyNot(request, { name, arn, ...(runtime !== undefined && { runtime }) }, tags);
  };
}
