import { type ActivationReport, activateRestored, type LiveBefore } from "../../restore/activate.ts";
import { describeActivation, describeLive, waitingIn } from "../describe/describe-activation.ts";
import { armingOf, eachResult } from "../points/arming.ts";
import type { ResultFile } from "../points/read-result.ts";
import { recordArmed } from "../points/record-armed.ts";
import { type CommandFile, type CommonOptions, example, withoutEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput, type Output } from "../terminal/output.ts";
import { parsePaths } from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";

interface Options extends CommonOptions {
  readonly dryRun?: true;
  readonly check?: true;
  readonly alongside?: true;
  readonly role?: string;
}

/** Brings events to what was restored. */
export const arm: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Lets events arrive at what was restored: functions' mappings, permissions and URLs, and whatever calls them, such as buckets, topics, rules, schedules and filters of log groups. " +
          "May be repeated: what is active already is kept. zonekeep disarm takes it back.",
      )
      .argument("<result...>", "files that restores wrote", parsePaths)
      .option("--dry-run", "show what would be enabled, change nothing")
      .option("--check", "say whether events arrive, change nothing")
      .option(
        "--alongside",
        "also where what it is a copy of is there, and reads the same queues or runs by the same clock",
      )
      .action(async (files: readonly string[], options: Options) => {
        if (options.check && options.dryRun) command.error("error: --check contradicts --dry-run");
        done(await run(files, options, io));
      });
    withRole(withoutEstate(command), { name: "standby", means: "the restore role of the result's region" });
    example(
      command,
      "npx zonekeep arm orders-api.eu-west-1.restore.json",
      "npx zonekeep arm *.eu-west-1.restore.json --check",
    );
  },
};

async function run(files: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { check = false, alongside = false } = options;
  const dryRun = options.dryRun === true || check;
  const { results, things, names, region, ports } = armingOf(io, files, options.role);
  output.status(`${check ? "looking at" : "arming"} ${names} in ${region}`);
  const report = await output.untilInterrupted(
    () => [
      "stopped: some triggers may be enabled",
      "  help: run the same command again: it enables the rest",
    ],
    () =>
      eachResult(results, (of) =>
        armOne(output, io.cwd, of, (before) =>
          activateRestored(ports, of.result, { dryRun, alongside, before }),
        ),
      ),
  );
  const { steps, failed, notes } = report;
  const left = waitingIn(report, { dryRun, check });
  output.result({ things, region, dryRun, armed: left === 0, steps, failed, notes }, () =>
    describeActivation(names, report, { dryRun, check }),
  );
  const waiting = check && left > 0;
  if (report.failed.length === 0) return waiting ? EXIT.partial : EXIT.done;
  return report.steps.length === 0 ? EXIT.bad : EXIT.partial;
}

/** Tells what is live before, and writes down what arming writes; what turns out to have been live is not written by it. */
async function armOne(
  output: Output,
  cwd: string,
  of: ResultFile,
  activate: (before: (live: LiveBefore) => Promise<void>) => Promise<ActivationReport>,
): Promise<ActivationReport> {
  const known = of.result.armed ?? [];
  let now = of;
  const report = await activate(async (live) => {
    for (const line of describeLive(live)) output.note(line);
    now = await tryToRecord(output, cwd, now, [...new Set([...known, ...live.waiting])]);
  });
  const written = (now.result.armed ?? []).filter(
    (key) => known.includes(key) || !report.found.includes(key),
  );
  await tryToRecord(output, cwd, now, written);
  return report;
}

/** Events matter more than the file: one that cannot be written is told of, and holds up nothing. */
async function tryToRecord(
  output: Output,
  cwd: string,
  of: ResultFile,
  armed: readonly string[],
): Promise<ResultFile> {
  try {
    return await recordArmed(cwd, of, armed);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    output.note([
      { text: "warning: ", style: "yellow" },
      `${why}: zonekeep disarm takes it back with --all alone`,
    ]);
    return of;
  }
}
