import { type CommandFile, type CommonOptions, example, withJson } from "../command-file.ts";
import { describeDiagnostics } from "../describe-diagnostics.ts";
import { describePlan } from "../describe-plan.ts";
import { EXIT } from "../exit.ts";
import { loadPlan } from "../load-plan.ts";
import { createOutput } from "../output.ts";
import { parsePaths } from "../parse-argument.ts";

/** Shows what must exist; needs no Terraform, no Python and no AWS. */
export const plan: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Shows what must exist, and which line asked for it. Needs no Terraform, no Python and no AWS.",
      )
      .argument("[paths...]", "files or folders; policies/ when none is given", parsePaths)
      .action(async (paths: readonly string[], { json }: CommonOptions) => {
        const output = createOutput(io, { json: json === true });
        const { plan: planned, warnings } = await loadPlan({ cwd: io.cwd, paths });
        for (const line of describeDiagnostics(warnings, io.cwd)) output.note(line);
        output.result(planned, () => describePlan(planned));
        done(EXIT.done);
      });
    withJson(command);
    example(command, "npx zonekeep plan", "npx zonekeep plan --json | jq '.stacks[].id'");
  },
};
