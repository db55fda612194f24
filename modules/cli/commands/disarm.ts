import { disarmRestored } from "../../restore/disarm.ts";
import { describeDisarming, waitingIn } from "../describe/describe-activation.ts";
import { armingOf, eachResult } from "../points/arming.ts";
import { recordArmed } from "../points/record-armed.ts";
import { type CommandFile, type CommonOptions, example, withoutEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parsePaths } from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";

interface Options extends CommonOptions {
  readonly dryRun?: true;
  readonly check?: true;
  readonly all?: true;
  readonly role?: string;
}

/** Takes back what arm did. */
export const disarm: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Takes back what arm did, so that no event arrives by it: the restored things stay, and what was there before " +
          "arm or was changed since. May be repeated; arm brings the events again.",
      )
      .argument("<result...>", "files that restores wrote and arm read", parsePaths)
      .option("--dry-run", "show what would be taken back, change nothing")
      .option("--check", "say whether events arrive still, change nothing")
      .option("--all", "also what let events in before arm")
      .action(async (files: readonly string[], options: Options) => {
        if (options.check && options.dryRun) command.error("error: --check contradicts --dry-run");
        done(await run(files, options, io));
      });
    withRole(withoutEstate(command), { name: "standby", means: "the restore role of the result's region" });
    example(
      command,
      "npx zonekeep disarm orders-api.eu-west-1.restore.json",
      "npx zonekeep disarm *.eu-west-1.restore.json --check",
    );
  },
};

async function run(files: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { check = false, all = false } = options;
  const dryRun = options.dryRun === true || check;
  const { results, things, names, region, ports } = armingOf(io, files, options.role);
  output.status(`${check ? "looking at" : "disarming"} ${names} in ${region}`);
  const report = await output.untilInterrupted(
    () => [
      "stopped: some triggers may be enabled still",
      "  help: run the same command again: it takes back the rest",
    ],
    () =>
      eachResult(results, async (of) => {
        const told = await disarmRestored(ports, of.result, { dryRun, all });
        if (!dryRun) await recordArmed(io.cwd, of, told.armed);
        return told;
      }),
  );
  const left = waitingIn(report, { dryRun, check });
  output.result({ things, region, dryRun, armed: left + report.stays.length > 0, ...report }, () =>
    describeDisarming(names, report, { dryRun, check }),
  );
  const open = check && left > 0;
  if (report.failed.length === 0) return open ? EXIT.partial : EXIT.done;
  return report.steps.length === 0 ? EXIT.bad : EXIT.partial;
}
