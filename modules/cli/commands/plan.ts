import { Option } from "commander";
import { loadPlan } from "../../load/load-plan.ts";
import { describeDiagnostics } from "../describe/describe-diagnostics.ts";
import { describePlan } from "../describe/describe-plan.ts";
import {
  type FormatOptions,
  formatOf,
  type PlanFormat,
  reportWriter,
  withFormat,
  writingTo,
} from "../formats/plan-format.ts";
import { planJson } from "../formats/plan-json.ts";
import { type CompareOptions, comparePlans, parseClasses, requireAgainst } from "../plans/compare-plans.ts";
import { releaseNow } from "../plans/read-release.ts";
import type { PlanDifference } from "../report/report.ts";
import { type CommandFile, example, withJson } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parseCount, parsePath, parsePaths } from "../terminal/parse-argument.ts";

type PlanOptions = CompareOptions & FormatOptions & { readonly policies?: readonly string[] };

/** Shows what must exist; needs no Terraform, no Python and no AWS. */
export const plan: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Shows what must exist, and which line asked for it. Needs no Terraform, no Python and no AWS.",
      )
      .argument("[paths...]", "files or folders; policies/ when none is given", parsePaths)
      .option("--policies <path>", "the same as a path", parsePaths)
      .option("--against <rev|file>", AGAINST, parsePath)
      .option(
        "--accept <classes>",
        "with --against: let weakens, widens, destroys or irreversible changes pass",
        parseClasses,
      )
      .option(
        "--accept-from-change",
        "with --against: let accept: words pass that the change itself brings, not only those that were there before",
      )
      .option(
        "--affected",
        "with --against: print only the stacks to deploy, in the order of their waves, then those to remove",
      )
      .addOption(
        new Option("--next <runs>", "show instead so many of the next runs of each schedule")
          .argParser(parseCount)
          .conflicts(["against"]),
      )
      .action(async (paths: readonly string[], options: PlanOptions) => {
        requireAgainst(options);
        const format = formatOf(command, options);
        done(
          await writingTo(options.output, io, (to) =>
            show([...paths, ...(options.policies ?? [])], options, format, to),
          ),
        );
      });
    withJson(withFormat(command));
    example(
      command,
      "npx zonekeep plan",
      "npx zonekeep plan --json | jq '.stacks[].id'",
      "npx zonekeep plan --against origin/main --accept weakens --format markdown",
      "npx zonekeep plan --format html --output plan.html",
      "npx zonekeep plan --next 10",
    );
  },
};

async function show(
  paths: readonly string[],
  { against, next, ...options }: PlanOptions,
  format: PlanFormat,
  io: Io,
): Promise<ExitCode> {
  const output = createOutput(io, { json: format === "json" });
  const { plan: promised, warnings } = await loadPlan({ cwd: io.cwd, paths, now: io.now() });
  // Which zonekeep it is matters to whoever compares, now or with the file later.
  const compared = against !== undefined || (format === "json" && next === undefined);
  const planned = compared ? { ...promised, ...releaseNow(io) } : promised;
  for (const line of describeDiagnostics(warnings, io.cwd)) output.note(line);
  const write = await reportWriter(format);
  if (against !== undefined) {
    const report = write && ((difference: PlanDifference) => write({ plan: planned, warnings, difference }));
    return comparePlans(planned, paths, { ...options, against }, { io, output, report });
  }
  if (next !== undefined) {
    // Time zones take a library of their own, for which nothing else should wait.
    const { describeNext, nextOfPlan } = await import("../describe/describe-next.ts");
    const found = nextOfPlan(planned, io.now(), next);
    output.result(found, () => describeNext(found));
  } else if (write !== undefined) io.stdout(write({ plan: planned, warnings }));
  else {
    await output.resultInPieces(
      () => planJson(planned),
      () => describePlan(planned),
    );
  }
  return EXIT.done;
}

const AGAINST =
  "show only what differs from the policies at a git revision, or from a file of plan --json (./FILE, when a revision has its name too); exit 1 when a change that weakens, widens, destroys or is irreversible is not accepted";
