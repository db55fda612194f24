import { setTimeout as sleep } from "node:timers/promises";
import { type ArmReport, arm as bringEvents } from "../../protectors/lambda/arm.ts";
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

/** Brings events to a restored function. */
export const arm: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Enables the triggers of a restored function: its mappings and its buckets' notifications.",
      )
      .argument("<result>", "file that the restore wrote")
      .option("--dry-run", "show what would be enabled, change nothing")
      .option("--role <arn>", "assume this role; standby: the restore role of the function's region")
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
  const { lambda, s3 } = awsClients(io.env, roleOption({ account, partition }, region, options.role))(region);
  output.status(`arming ${result.name} in ${region}`);
  const report = await bringEvents({ account, region, lambda, s3, sleep }, result, { dryRun });
  output.result({ function: result.name, region, dryRun, ...report }, () =>
    describe(result.name, report, dryRun),
  );
  if (report.failed.length === 0) return EXIT.done;
  return report.steps.length === 0 ? EXIT.bad : EXIT.partial;
}

function describe(name: string, { steps, failed }: ArmReport, dryRun: boolean): Line[] {
  if (steps.length + failed.length === 0) return [`${name} has no trigger to enable`];
  return [
    ...(steps.length === 0 ? [] : describeSteps(steps)),
    ...failed.map(({ title, message }): Line => [{ text: "failed ", style: "red" }, `${title}: ${message}`]),
    ...(dryRun ? ["dry run: nothing was changed"] : []),
  ];
}
