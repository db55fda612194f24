import { InvalidArgumentError } from "commander";
import { affectedStacks } from "../../planner/diff/affected-stacks.ts";
import { diffPlans } from "../../planner/diff/diff-plans.ts";
import { ACCEPTABLE, type AcceptableClass, judgeChanges } from "../../planner/diff/judge-changes.ts";
import type { Plan } from "../../planner/plan.ts";
import { describeChanges, describeRefused } from "../describe/describe-changes.ts";
import type { PlanDifference } from "../report/report.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import type { Output } from "../terminal/output.ts";
import { loadRevision } from "./load-revision.ts";

export interface CompareOptions {
  readonly against?: string;
  readonly accept?: readonly AcceptableClass[];
  readonly affected?: true;
}

interface Comparison {
  readonly io: Io;
  readonly output: Output;
  /** Tells it in a format of its own. */
  readonly report: ((difference: PlanDifference) => string) | undefined;
}

/** Tells what differs from the plan before; what is not accepted is told on stderr, and makes the exit status 1. */
export async function comparePlans(
  plan: Plan,
  paths: readonly string[],
  options: CompareOptions & { readonly against: string },
  { io, output, report }: Comparison,
): Promise<ExitCode> {
  const before = await planBefore(plan, paths, options.against, io);
  const changes = judgeChanges(diffPlans(before, plan), options.accept ?? [], before, plan);
  const affected = affectedStacks(before, plan).map(({ id, wave }) => ({ id, wave }));
  const refused = changes.filter((change) => change.refused);
  if (report !== undefined) io.stdout(report({ changes, affected }));
  else if (options.affected === true) output.result(affected, () => affected.map(({ id }) => id));
  else {
    const [worst] = changes;
    output.result({ class: worst?.class ?? null, refused: refused.length, changes, affected }, () =>
      describeChanges(changes, affected),
    );
  }
  for (const line of describeRefused(refused)) output.note(line);
  return refused.length === 0 ? EXIT.done : EXIT.bad;
}

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

/** @throws CommandError for options that mean nothing without `--against` */
export function requireAgainst({ against, accept, affected }: CompareOptions): void {
  if (against !== undefined) return;
  const [alone] = [accept && "--accept", affected && "--affected"].filter((option) => option !== undefined);
  if (alone === undefined) return;
  throw new CommandError(`${alone} needs a plan to compare with`, EXIT.usage, "add --against REV|FILE");
}

/** `weakens,destroys`, also said in several options. */
export function parseClasses(
  text: string,
  before: readonly AcceptableClass[] = [],
): readonly AcceptableClass[] {
  const classes = text.split(",").map((word) => {
    const found = ACCEPTABLE.find((one) => one === word.trim());
    if (found === undefined) throw new InvalidArgumentError(`Allowed are ${ACCEPTABLE.join(", ")}.`);
    return found;
  });
  return [...before, ...classes];
}
