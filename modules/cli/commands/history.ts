import { loadPlan } from "../../load/load-plan.ts";
import { loadProtector } from "../../protectors/load.ts";
import { awsClients, readerRole } from "../aws/clients.ts";
import { describeHistory, type MomentRow, momentRow } from "../describe/describe-history.ts";
import { readPoints } from "../points/find-points.ts";
import { openSources } from "../points/open-sources.ts";
import { pointsOfThing } from "../points/points-of-thing.ts";
import { readHistory } from "../points/read-history.ts";
import { unwrapping } from "../points/restore-ports.ts";
import { type PointsOptions, withPlaces } from "../points/which-points.ts";
import { type CommandFile, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { type NamedThing, parseCount, parseThing } from "../terminal/parse-argument.ts";
import { withReader } from "../terminal/role-option.ts";

interface Options extends PointsOptions {
  readonly last?: number;
}

/** Shows every point of a thing, with what changed. */
export const history: CommandFile = {
  define(command, io, done) {
    withPlaces(
      command
        .description(
          "Shows every recovery point of a thing, newest first, each with what changed from the one before.",
        )
        .argument("<thing>", "a name, or kind/name such as sqs-queue/orders", parseThing),
    )
      .option("--last <count>", "only the newest points", parseCount)
      .action(async (named: NamedThing, options: Options) => done(await run(named, options, io)));
    withReader(withEstate(command));
    example(
      command,
      "npx zonekeep history orders-api",
      "npx zonekeep history schedule/default/nightly --last 10",
    );
  },
};

async function run(named: NamedThing, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const clients = awsClients(io.env, readerRole(plan, options.role));
  const found = await pointsOfThing(openSources(plan, clients, options), named);
  // What changed to the last that is shown is told by the one before it.
  const { last } = options;
  const asked = last === undefined ? found : found.slice(0, last + 1);
  output.status(`reading ${asked.length} recovery points`);
  const points = await readPoints(asked, io.env);
  const ports = { protector: loadProtector, keys: unwrapping(plan, clients) };
  const rows: MomentRow[] = [];
  for await (const moment of readHistory(ports, points, io.env)) rows.push(momentRow(moment));
  const shown = rows.slice(0, last);
  output.result({ points: shown }, () => describeHistory(shown, io.now()));
  const whole = shown.every(({ problem, sealed }) => problem === undefined && sealed === undefined);
  return whole ? EXIT.done : EXIT.partial;
}
