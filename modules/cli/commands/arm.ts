import { setTimeout as sleep } from "node:timers/promises";
import { thingName } from "../../core/thing-name.ts";
import { loadProtector } from "../../protectors/load.ts";
import { type ActivationReport, activateRestored } from "../../restore/activate.ts";
import { awsClients, roleOption } from "../aws/clients.ts";
import { describeSteps } from "../describe/describe-restore.ts";
import { readResult } from "../points/read-result.ts";
import { type CommandFile, type CommonOptions, example, withJson } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import type { Line } from "../terminal/text.ts";

interface Options extends CommonOptions {
  readonly dryRun?: true;
  readonly role?: string;
}

/** Brings events to what was restored. */
export const arm: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Enables the triggers of what was restored: functions' mappings and buckets' notifications.",
      )
      .argument("<result>", "file that the restore wrote")
      .option("--dry-run", "show what would be enabled, change nothing")
      .option("--role <arn>", "assume this role; standby: the restore role of the result's region")
      .action(async (file: string, options: Options) => done(await run(file, options, io)));
    withJson(command);
    example(command, "npx zonekeep arm orders-api.eu-west-1.restore.json");
  },
};

async function run(file: string, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const dryRun = options.dryRun === true;
  const result = await readResult(io.cwd, file);
  const { account, partition, region } = result.target;
  const { client } = awsClients(io.env, roleOption({ account, partition }, region, options.role))(region);
  const names = result.things.map(thingName).join(", ");
  output.status(`arming ${names} in ${region}`);
  const ports = { account, partition, region, client, sleep, protector: loadProtector };
  const report = await output.untilInterrupted(
    () => ["stopped: some triggers may be enabled", "  help: run the same again: it enables the rest"],
    () => activateRestored(ports, result, { dryRun }),
  );
  const things = result.things.map(({ kind, id, arn }) => ({ kind, id, arn }));
  output.result({ things, region, dryRun, ...report }, () => describe(names, report, dryRun));
  if (report.failed.length === 0) return EXIT.done;
  return report.steps.length === 0 ? EXIT.bad : EXIT.partial;
}

function describe(names: string, { steps, failed }: ActivationReport, dryRun: boolean): Line[] {
  if (steps.length + failed.length === 0) return [`${names}: no trigger to enable`];
  return [
    ...(steps.length === 0 ? [] : describeSteps(steps)),
    ...failed.map(({ title, message }): Line => [{ text: "failed ", style: "red" }, `${title}: ${message}`]),
    ...(dryRun ? ["dry run: nothing was changed"] : []),
  ];
}
