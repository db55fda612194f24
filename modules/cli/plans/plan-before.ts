import { printable, show } from "../../core/printable.ts";
import type { Plan } from "../../planner/plan.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { NoGitError } from "./git.ts";
import { commitNamed, loadRevision } from "./load-revision.ts";

/** What pipelines name as the commit before the first one of a branch. */
const NO_COMMIT = /^0{40}(0{24})?$/;

/**
 * What `--against` names: a file, or the policies of a git revision at the same paths as now. Where a revision has no
 * policies, everything is new.
 * @throws PolicyError, CommandError when it cannot be read, or is the name of a file and of a revision
 */
export async function planBefore(
  plan: Plan,
  paths: readonly string[],
  against: string,
  io: Pick<Io, "cwd" | "env">,
): Promise<Plan> {
  // A change does not accept itself: nothing that it says was said before.
  const { accept: _accept, ...said } = plan;
  const nothing = { ...said, policies: [], stacks: [], budgets: [] };
  if (NO_COMMIT.test(against)) return nothing;
  // Most plans are compared with none: they do without the compiler of the plan's schema.
  const { isFile, readPlan } = await import("./read-plan.ts");
  if (PATH.test(against)) return readPlan(io.cwd, against);
  if (isFile(io.cwd, against)) {
    requireNoRevision(against, io);
    if (NAMED_FILE.test(against)) return readPlan(io.cwd, against);
    throw new CommandError(
      `there is no git revision ${show(against)}, but a file of that name`,
      EXIT.bad,
      `fetch the revision, or write ${printable(`./${against}`)} for the file`,
    );
  }
  return (await loadRevision(io, against, paths.length > 0 ? paths : ["policies"])) ?? nothing;
}

/** Git takes none of these for a revision: a file that is named so needs no git. */
const PATH = /^\.{0,2}\//;

/** What no branch is called: others have to be paths, since a change may add a file named like a branch that was not fetched. */
const NAMED_FILE = /\.json$/;

/** A change that is looked at may add a file `origin/main`, and so choose what it is compared with. */
function requireNoRevision(against: string, io: Pick<Io, "cwd" | "env">): void {
  const commit = revisionNamed(against, io);
  if (commit === undefined) return;
  throw new CommandError(
    `${show(against)} is a file, and a git revision too`,
    EXIT.bad,
    `write ${printable(`./${against}`)} for the file, or ${commit} for the revision`,
  );
}

function revisionNamed(against: string, io: Pick<Io, "cwd" | "env">): string | undefined {
  try {
    return commitNamed(io, against);
  } catch (error) {
    if (error instanceof NoGitError) return undefined;
    throw error;
  }
}
