import { closest } from "../../core/closest.ts";
import { show } from "../../core/printable.ts";
import { shortList } from "../../core/short-list.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { type Loss, loseSites } from "../../planner/lose/lose-sites.ts";
import type { Plan } from "../../planner/plan.ts";
import { describeLoss } from "../describe/describe-loss.ts";
import { selectSites } from "../points/select-site.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parsePaths } from "../terminal/parse-argument.ts";

interface Options extends EstateOptions {
  readonly lose?: readonly string[];
}

/** Shows what the loss of sites would leave; asks the plan, never AWS. */
export const whatIf: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Shows what can be restored where, and what it costs in data, when sites are lost at once. Needs no AWS.",
      )
      .option(
        "--lose <site>",
        "a region, with its edge zones, or an edge zone; needed, may be repeated",
        parsePaths,
      )
      .action(async (options: Options) => done(await run(options, io)));
    withEstate(command);
    example(
      command,
      "npx zonekeep what-if --lose us-east-1",
      "npx zonekeep what-if --lose us-east-1 --lose eu-west-1",
    );
  },
};

async function run({ policies, lose = [], json }: Options, io: Io): Promise<ExitCode> {
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [policies] });
  if (lose.length === 0) throw nothingLost(plan);
  requireKnown(plan, lose);
  const loss = loseSites(plan, lose);
  createOutput(io, { json: json === true }).result(loss, () => describeLoss(loss));
  return isWhole(loss) ? EXIT.done : EXIT.partial;
}

function nothingLost(plan: Plan): CommandError {
  const sites = selectSites(plan, undefined).map(({ site }) => site);
  return new CommandError(
    "--lose is missing: the site that is lost",
    EXIT.usage,
    `the plan has ${sites.join(", ")}: npx zonekeep what-if --lose ${sites[0]}`,
  );
}

/** Whether all that was protected can still be restored. */
function isWhole({ sites, retired }: Loss): boolean {
  return (
    sites.every(({ outcome }) => outcome !== "lost" && outcome !== "stranded") &&
    retired.every(({ left }) => left.length > 0)
  );
}

/** @throws CommandError that names every site of which the plan has nothing */
function requireKnown({ stacks }: Plan, sites: readonly string[]): void {
  const copies = stacks.flatMap(({ units }) =>
    units.flatMap((unit) => (unit.kind === "copy" ? unit.to : [])),
  );
  const known = uniqueSorted([...stacks.map(({ site }) => site), ...copies]);
  const unknown = uniqueSorted(sites.filter((site) => !known.includes(site)));
  if (unknown.length === 0) return;
  const meant = unknown.flatMap((site) => closest(site, known) ?? []);
  throw new CommandError(
    `the plan has nothing at ${unknown.map(show).join(", ")}`,
    EXIT.bad,
    meant.length > 0 ? `did you mean ${uniqueSorted(meant).join(", ")}?` : `it has ${shortList(known, 5)}`,
  );
}
