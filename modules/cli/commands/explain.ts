import { closest } from "../../core/closest.ts";
import { show } from "../../core/printable.ts";
import { shortList } from "../../core/short-list.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { explainSubject, subjectsOf } from "../../planner/explain/explain.ts";
import type { Plan } from "../../planner/plan.ts";
import { describeExplanation } from "../describe/describe-explanation.ts";
import { sourceReader } from "../describe/source-lines.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { createOutput } from "../terminal/output.ts";

/** Shows what a plan knows of one thing, and the lines that asked for it. */
export const explain: CommandFile = {
  define(command, io, done) {
    command
      .description("Shows each effective value, and the line it came from. Needs no AWS.")
      .argument(
        "<subject>",
        "a policy, one of its values, a site, a stack or a unit; tried in this order when they share a name",
      )
      .allowExcessArguments()
      .action(async (subject: string, { policies, json }: EstateOptions) => {
        const [, path] = command.args;
        if (path !== undefined)
          command.error(
            `error: too many arguments for 'explain'. Expected 1 argument but got ${command.args.length}.\n  help: --policies ${path}`,
          );
        const { plan } = await loadPlan({ cwd: io.cwd, paths: [policies] });
        const explanation = explainSubject(plan, subject);
        if (explanation === undefined) throw unknown(plan, subject);
        createOutput(io, { json: json === true }).result(explanation, () =>
          describeExplanation(explanation, plan, sourceReader(io.cwd)),
        );
        done(EXIT.done);
      });
    withEstate(command);
    example(
      command,
      "npx zonekeep explain orders",
      "npx zonekeep explain orders.schedule.every",
      "npx zonekeep explain us-east-1.vault",
    );
  },
};

const MAX_NAMED = 8;

function unknown(plan: Plan, subject: string): CommandError {
  const known = subjectsOf(plan, subject);
  const near = closest(subject, known);
  return new CommandError(
    `nothing is named ${show(subject)}`,
    EXIT.bad,
    near === undefined ? `there is ${shortList(known, MAX_NAMED) || "no policy"}` : `did you mean ${near}?`,
  );
}
