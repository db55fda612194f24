import { loadPlan } from "../../load/load-plan.ts";
import { awsClients, readerRole } from "../aws/clients.ts";
import { describePoints, pointRow, strayRow } from "../describe/describe-points.ts";
import { listSources } from "../points/list-sources.ts";
import { noPointsOf } from "../points/no-points.ts";
import { openSources } from "../points/open-sources.ts";
import { wherePointsOpen } from "../points/where-points-open.ts";
import { type PointsOptions, withPoints } from "../points/which-points.ts";
import { type CommandFile, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import type { NamedThing } from "../terminal/parse-argument.ts";
import { withReader } from "../terminal/role-option.ts";

/** Shows recovery points, newest first. */
export const list: CommandFile = {
  define(command, io, done) {
    withPoints(command)
      .description("Lists recovery points, newest first.")
      .action(async (named: NamedThing | undefined, options: PointsOptions) =>
        done(await run(named, options, io)),
      );
    withReader(withEstate(command));
    example(command, "npx zonekeep list orders-api", "npx zonekeep list --site us-east-1 --from eu-west-1");
  },
};

async function run(named: NamedThing | undefined, options: PointsOptions, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const sources = openSources(plan, awsClients(io.env, readerRole(plan, options.role)), options);
  output.status("listing");
  const { points, strays: keys, unanswered } = await listSources(plan, sources, named, io.env);
  if (named !== undefined && points.length + keys.length + unanswered.length === 0)
    throw await noPointsOf(sources, named);
  for (const { region, sites, message, hint } of unanswered) {
    output.note([
      { text: "warning: ", style: "yellow" },
      `${region} cannot be listed, so points of ${sites.join(", ")} are missing here: ${message}`,
    ]);
    if (hint !== undefined) output.note(`  help: ${hint}`);
  }
  const opens = await wherePointsOpen(points, named);
  const rows = points.map((listed) => pointRow(listed, opens(listed)));
  const strays = keys.map(strayRow);
  output.result({ points: rows, strays, unanswered }, () =>
    describePoints(rows, strays, io.now(), { partly: unanswered.length > 0 }),
  );
  const whole =
    unanswered.length === 0 && strays.length === 0 && rows.every(({ problem }) => problem === undefined);
  return whole ? EXIT.done : EXIT.partial;
}
