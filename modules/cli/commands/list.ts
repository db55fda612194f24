import { loadPlan } from "../../load/load-plan.ts";
import { awsClients } from "../aws/clients.ts";
import { describePoints, pointRow } from "../describe/describe-points.ts";
import { listSources } from "../points/list-sources.ts";
import { openSources } from "../points/open-sources.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";

interface Options extends EstateOptions {
  readonly site?: string;
  readonly from?: string;
}

/** Shows recovery points, newest first. */
export const list: CommandFile = {
  define(command, io, done) {
    command
      .description("Lists recovery points, newest first.")
      .argument("[function]", "name of one function; all of them when none is given")
      .option("--site <site>", "only of this region or edge zone")
      .option("--from <region>", "read the store of this region, with its copies; default: each site's own")
      .action(async (name: string | undefined, options: Options) => done(await run(name, options, io)));
    withEstate(command);
    example(command, "npx zonekeep list orders-api", "npx zonekeep list --site us-east-1 --from eu-west-1");
  },
};

async function run(name: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const sources = openSources(plan, awsClients(io.env), options);
  output.status("listing");
  const { points, unanswered } = await listSources(plan, sources, name, io.env);
  for (const { region, sites, message, help } of unanswered) {
    output.note([
      { text: "warning: ", style: "yellow" },
      `${region} cannot be listed, so points of ${sites.join(", ")} are missing here: ${message}`,
    ]);
    if (help !== undefined) output.note(`  help: ${help}`);
  }
  const rows = points.map(pointRow);
  output.result({ points: rows, unanswered }, () => describePoints(rows, io.now()));
  const whole = unanswered.length === 0 && rows.every(({ problem }) => problem === undefined);
  return whole ? EXIT.done : EXIT.partial;
}
