import type { Plan } from "../planner/plan.ts";
import type { Io } from "./io.ts";
import { loadRevision } from "./load-revision.ts";
import { isFile, readPlan } from "./read-plan.ts";

/** What `--against` names. A file wins over a revision of its name. Where a revision has no policies, everything is new. */
export async function planBefore(
  plan: Plan,
  paths: readonly string[],
  against: string,
  io: Io,
): Promise<Plan> {
  if (isFile(io.cwd, against)) return readPlan(io.cwd, against);
  const before = await loadRevision(io, against, paths.length > 0 ? paths : ["policies"]);
  return before ?? { ...plan, policies: [], stacks: [], budgets: [] };
}
