import { PolicyError } from "../../core/diagnostic.ts";
import { type CommandFile, type CommonOptions, example, withJson } from "../command-file.ts";
import { describeDiagnostics } from "../describe-diagnostics.ts";
import { EXIT } from "../exit.ts";
import type { Io } from "../io.ts";
import { loadPlan } from "../load-plan.ts";
import { createOutput } from "../output.ts";
import { parsePaths } from "../parse-argument.ts";
import { count } from "../words.ts";

/** Reports every mistake of the policies at once; needs no Terraform, no Python and no AWS. */
export const validate: CommandFile = {
  define(command, io, done) {
    command
      .description("Reports every mistake in the policies at once. Needs no Terraform, no Python and no AWS.")
      .argument("[paths...]", "files or folders; policies/ when none is given", parsePaths)
      .action(async (paths: readonly string[], options: CommonOptions) =>
        done(await run(paths, options, io)),
      );
    withJson(command);
    example(
      command,
      "npx zonekeep validate",
      "npx zonekeep validate policies/orders.yaml policies/estate.yaml --json",
    );
  },
};

async function run(paths: readonly string[], { json }: CommonOptions, io: Io): Promise<0 | 1> {
  const output = createOutput(io, { json: json === true });
  try {
    const { plan, policies, warnings } = await loadPlan({ cwd: io.cwd, paths });
    const sites = new Set(plan.stacks.map(({ site }) => site)).size;
    output.result({ ok: true, policies: policies.length, sites, diagnostics: warnings }, () => [
      ...describeDiagnostics(warnings, io.cwd),
      `${count(policies.length, "policy", "policies")}, ${count(sites, "site")}: no mistakes`,
    ]);
    return EXIT.done;
  } catch (error) {
    // With --json the mistakes are the result; otherwise exit.ts tells them like any other failure.
    if (!(error instanceof PolicyError) || json !== true) throw error;
    output.result({ ok: false, diagnostics: error.diagnostics }, () =>
      describeDiagnostics(error.diagnostics, io.cwd),
    );
    return EXIT.bad;
  }
}
