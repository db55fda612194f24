import { setTimeout as sleep } from "node:timers/promises";
import { thingName } from "../../core/thing-name.ts";
import { loadProtector } from "../../protectors/load.ts";
import { type ActivationReport, activateRestored } from "../../restore/activate.ts";
import { awsClients, roleOption } from "../aws/clients.ts";
import { describeActivation } from "../describe/describe-activation.ts";
import { readResults } from "../points/read-result.ts";
import { type CommandFile, type CommonOptions, example, withJson } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parsePaths } from "../terminal/parse-argument.ts";

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
        "Lets events arrive at what was restored: functions' mappings, permissions and URLs, buckets' notifications. " +
          "May be repeated: what is active already is kept.",
      )
      .argument("<result...>", "files that restores wrote", parsePaths)
      .option("--dry-run", "show what would be enabled, change nothing")
      .option("--check", "say whether events arrive, change nothing")
      .option(
        "--alongside",
        "also where the function that it is a copy of is there, and reads the same queues",
      )
      .option("--role <arn>", "assume this role; standby: the restore role of the result's region")
      .action(async (files: readonly string[], options: Options) => {
        if (options.check && options.dryRun) command.error("error: --check contradicts --dry-run");
        done(await run(files, options, io));
      });
    withJson(command);
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
  const results = readResults(io.cwd, files);
  const [{ target }] = results;
  const { account, partition, region } = target;
  const { client } = awsClients(io.env, roleOption({ account, partition }, region, options.role))(region);
  const things = results.flatMap((result) => result.things.map(({ kind, id, arn }) => ({ kind, id, arn })));
  const names = things.map(thingName).join(", ");
  output.status(`${check ? "looking at" : "arming"} ${names} in ${region}`);
  const ports = { account, partition, region, client, sleep, protector: loadProtector };
  const report = await output.untilInterrupted(
    () => [
      "stopped: some triggers may be enabled",
      "  help: run the same command again: it enables the rest",
    ],
    () => all(results.map((result) => () => activateRestored(ports, result, { dryRun, alongside }))),
  );
  output.result({ things, region, dryRun, ...report }, () =>
    describeActivation(names, report, { dryRun, check }),
  );
  const waiting = check && report.steps.some(({ effect }) => effect !== "keep");
  if (report.failed.length === 0) return waiting ? EXIT.partial : EXIT.done;
  return report.steps.length === 0 ? EXIT.bad : EXIT.partial;
}

/** One after another: two results may be about one bucket. */
async function all(each: readonly (() => Promise<ActivationReport>)[]): Promise<ActivationReport> {
  const reports: ActivationReport[] = [];
  for (const one of each) reports.push(await one());
  return {
    steps: reports.flatMap(({ steps }) => steps),
    failed: reports.flatMap(({ failed }) => failed),
    notes: [...new Set(reports.flatMap(({ notes }) => notes))],
  };
}
