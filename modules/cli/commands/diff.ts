import { loadPlan } from "../../load/load-plan.ts";
import { loadProtector } from "../../protectors/load.ts";
import { changesBetween } from "../../restore/history/changes.ts";
import { readHeld } from "../../restore/history/held.ts";
import { PointError } from "../../restore/load-thing.ts";
import { awsClients, readerRole } from "../aws/clients.ts";
import { describeDifferences } from "../describe/describe-history.ts";
import { describePoints, pointRow } from "../describe/describe-points.ts";
import { readPoints } from "../points/find-points.ts";
import { openSources } from "../points/open-sources.ts";
import { pointsOfThing, twoPoints } from "../points/points-of-thing.ts";
import { unwrapping } from "../points/restore-ports.ts";
import { type PointsOptions, withPlaces } from "../points/which-points.ts";
import { type CommandFile, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { type NamedThing, parsePoint, parseThing } from "../terminal/parse-argument.ts";
import { withReader } from "../terminal/role-option.ts";

/** Shows what differs between two points of a thing. */
export const diff: CommandFile = {
  define(command, io, done) {
    withPlaces(
      command
        .description(
          "Shows what differs between two recovery points of a thing: the newest two, or those of two runs.",
        )
        .argument("<thing>", "a name, or kind/name such as sqs-queue/orders", parseThing)
        .argument("[run]", "the (beginning of the) run of one point", parsePoint)
        .argument("[other]", "of the other one; by default the newest", parsePoint),
    ).action(
      async (named: NamedThing, one: string | undefined, other: string | undefined, options: PointsOptions) =>
        done(await run(named, [one ?? [], other ?? []].flat(), options, io)),
    );
    withReader(withEstate(command));
    example(
      command,
      "npx zonekeep diff orders-api",
      "npx zonekeep diff orders-api 20261123T2108 20261124T0908",
    );
  },
};

async function run(
  named: NamedThing,
  runs: readonly string[],
  options: PointsOptions,
  io: Io,
): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const clients = awsClients(io.env, readerRole(plan, options.role));
  const two = twoPoints(await pointsOfThing(openSources(plan, clients, options), named), runs);
  output.status("reading both");
  const ports = { protector: loadProtector, keys: unwrapping(plan, clients) };
  const listed = await readPoints(two, io.env);
  const held = [];
  for (const one of listed) {
    if ("problem" in one) throw new CommandError(one.problem, EXIT.bad, one.hint);
    const read = readHeld({ ...ports, source: one.source }, one.point);
    held.push(
      await read.catch((error: unknown) => {
        throw error instanceof PointError ? new CommandError(error.message, EXIT.bad, error.hint) : error;
      }),
    );
  }
  const [was, is] = held;
  if (was === undefined || is === undefined) throw new Error("two points were asked for");
  const changes = changesBetween(was, is);
  const sealed = was.sealed ?? is.sealed;
  const points = listed.map((one) => pointRow(one));
  output.result({ points, changes, ...(sealed !== undefined && { sealed }) }, () => [
    ...describePoints(points, [], io.now()).slice(0, 1 + points.length),
    ...describeDifferences(changes, sealed),
  ]);
  return changes.length === 0 && sealed === undefined ? EXIT.done : EXIT.partial;
}
