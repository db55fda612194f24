import type { Plan } from "../../planner/plan.ts";
import type { Io } from "../terminal/io.ts";
import { loadRevision } from "./load-revision.ts";

/** What pipelines name as the commit before the first one of a branch. */
const NO_COMMIT = /^0{40}(0{24})?$/;

/**
 * What `--against` names: a file, or the policies of a git revision at the same paths as now. A file wins over a
 * revision of its name. Where a revision has no policies, everything is new.
 * @throws PolicyError, CommandError when it cannot be read
 */
export async function planBefore(
  plan: Plan,
  paths: readonly string[],
  against: string,
  io: Pick<Io, "cwd" | "env">,
): Promise<Plan> {
  const nothing = { ...plan, policies: [], stacks: [], budgets: [] };
  if (NO_COMMIT.test(against)) return nothing;
  // Most plans are compared with none: they do without the compiler of the plan's schema.
  const { isFile, readPlan } = await import("./read-plan.ts");
  if (isFile(io.cwd, against)) return readPlan(io.cwd, against);
  return (await loadRevision(io, against, paths.length > 0 ? paths : ["policies"])) ?? nothing;
}
