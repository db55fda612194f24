import { InvalidArgumentError } from "commander";
import { dayOf } from "../../core/day.ts";
import { affectedStacks } from "../../planner/diff/affected-stacks.ts";
import { diffPlans } from "../../planner/diff/diff-plans.ts";
import { ACCEPTABLE, type AcceptableClass, judgeChanges } from "../../planner/diff/judge-changes.ts";
import { leavingStacks } from "../../planner/diff/leaving-stacks.ts";
import type { Plan } from "../../planner/plan.ts";
import { describeChanges, describeRefused } from "../describe/describe-changes.ts";
import type { PlanDifference } from "../report/report.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import type { Output } from "../terminal/output.ts";
import { planBefore } from "./plan-before.ts";
import { removeCommand } from "./remove-command.ts";

export interface CompareOptions {
  readonly against?: string;
  readonly accept?: readonly AcceptableClass[];
  readonly acceptFromChange?: true;
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
  const accepting = { classes: options.accept ?? [], fromChange: options.acceptFromChange === true };
  const changes = judgeChanges(diffPlans(before, plan, dayOf(io.now())), accepting, before, plan);
  const affected = affectedStacks(before, plan).map(({ id, wave }) => ({ id, wave }));
  const leaving = leavingStacks(before, plan).map(({ id, wave }) => ({
    id,
    wave,
    command: removeCommand(options.against, id),
  }));
  const refused = changes.filter((change) => change.refused);
  if (report !== undefined) io.stdout(report({ changes, affected, leaving }));
  else if (options.affected === true) {
    const deploy = affected.map((stack) => ({ ...stack, action: "deploy" }));
    const remove = leaving.map((stack) => ({ ...stack, action: "remove" }));
    output.result([...deploy, ...remove], () => [...affected, ...leaving].map(({ id }) => id));
    for (const { id, command } of leaving) output.note(`${id} leaves the plan; remove it by ${command}`);
  } else {
    const [worst] = changes;
    output.result({ class: worst?.class ?? null, refused: refused.length, changes, affected, leaving }, () =>
      describeChanges(changes, affected, leaving),
    );
  }
  for (const line of describeRefused(refused)) output.note(line);
  return refused.length === 0 ? EXIT.done : EXIT.bad;
}

/** @throws CommandError for options that mean nothing without `--against` */
export function requireAgainst({ against, accept, acceptFromChange, affected }: CompareOptions): void {
  if (against !== undefined) return;
  const [alone] = [
    accept && "--accept",
    acceptFromChange && "--accept-from-change",
    affected && "--affected",
  ].filter((option) => option !== undefined);
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
