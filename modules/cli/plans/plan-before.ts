import type { Plan } from "../../planner/plan.ts";
import type { Io } from "../terminal/io.ts";
import { loadRevision } from "./load-revision.ts";

/** What `--against` names. A file wins over a revision of its name. Where a revision has no policies, everything is new. */
export async function planBefore(
  plan: Plan,
  paths: readonly string[],
  against: string,
  io: Io,
): Promise<Plan> {
  // Most plans are compared with none: they do without the compiler of the plan's schema.
  const { isFile, readPlan } = await import("./read-plan.ts");
  if (isFile(io.cwd, against)) return readPlan(io.cwd, against);
  const before = await loadRevision(io, against, paths.length > 0 ? paths : ["policies"]);
  return before ?? { ...plan, policies: [], stacks: [], budgets: [] };
}
