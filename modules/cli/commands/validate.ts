import { type Command, Option } from "commander";
import { PolicyError } from "../../core/diagnostic.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { describeDiagnostics } from "../describe/describe-diagnostics.ts";
import { diagnosticsText, REPORT_FORMATS, type ReportFormat } from "../formats/report-format.ts";
import { fromRepositoryRoot } from "../plans/repository-root.ts";
import { type CommandFile, type CommonOptions, example, withJson } from "../terminal/command-file.ts";
import { EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parsePaths } from "../terminal/parse-argument.ts";
import { count } from "../terminal/words.ts";

interface Options extends CommonOptions {
  readonly format?: ReportFormat;
  readonly policies?: readonly string[];
}

/** Reports every mistake of the policies at once; needs no Terraform, no Python and no AWS. */
export const validate: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Reports every mistake in the policies at once. Needs no Terraform, no Python and no AWS.\n" +
          "github marks the lines of a pull request; sarif is what code scanners take.",
      )
      .argument("[paths...]", "files or folders; policies/ when none is given", parsePaths)
      .option("--policies <path>", "the same as a path", parsePaths)
      .addOption(new Option("--format <format>", "how to report; human if not said").choices(REPORT_FORMATS))
      .action(async (paths: readonly string[], options: Options) =>
        done(await run([...paths, ...(options.policies ?? [])], formatOf(command, options), io)),
      );
    withJson(command);
    example(
      command,
      "npx zonekeep validate",
      "npx zonekeep validate policies/orders.yaml policies/estate.yaml --json",
      "npx zonekeep validate --format sarif > zonekeep.sarif",
    );
  },
};

function formatOf(command: Command, { json, format }: Options): ReportFormat {
  if (json === true && format !== undefined && format !== "json")
    command.error(`error: --json contradicts --format ${format}`);
  return json === true ? "json" : (format ?? "human");
}

async function run(paths: readonly string[], format: ReportFormat, io: Io): Promise<0 | 1> {
  const output = createOutput(io, { json: format === "json" });
  try {
    const { plan, policies, warnings } = await loadPlan({ cwd: io.cwd, paths, now: io.now() });
    if (format === "sarif" || format === "github") {
      io.stdout(diagnosticsText(format, fromRepositoryRoot(io.cwd, warnings)));
      return EXIT.done;
    }
    const sites = new Set(plan.stacks.map(({ site }) => site)).size;
    output.result({ ok: true, policies: policies.length, sites, diagnostics: warnings }, () => [
      ...describeDiagnostics(warnings, io.cwd),
      `${count(policies.length, "policy", "policies")}, ${count(sites, "site")}: no mistakes`,
    ]);
    return EXIT.done;
  } catch (error) {
    // In a format for a program the mistakes are the result; otherwise exit.ts tells them like any other failure.
    if (!(error instanceof PolicyError) || format === "human") throw error;
    if (format === "json") {
      output.result({ ok: false, diagnostics: error.diagnostics }, () => []);
    } else {
      io.stdout(diagnosticsText(format, fromRepositoryRoot(io.cwd, error.diagnostics)));
    }
    return EXIT.bad;
  }
}
