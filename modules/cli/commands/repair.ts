import { loadPlan } from "../../load/load-plan.ts";
import { awsClients, repairRole } from "../aws/clients.ts";
import { describeRepair } from "../describe/describe-repair.ts";
import { openSources } from "../points/open-sources.ts";
import { repairSources } from "../points/repair-sources.ts";
import { type PointsOptions, withPoints } from "../points/which-points.ts";
import { type CommandFile, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import type { NamedThing } from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";

interface Options extends PointsOptions {
  readonly dryRun?: boolean;
  readonly role?: string;
}

/** Puts good versions on top again of what somebody has put over them. */
export const repair: CommandFile = {
  define(command, io, done) {
    withPoints(command)
      .description(
        "Puts the good version of manifests, packages and documents on top again, where something lies over it.",
      )
      .option("--dry-run", "say what lies over a good version, and write nothing")
      .action(async (named: NamedThing | undefined, options: Options) => done(await run(named, options, io)));
    withRole(withEstate(command), {
      name: "repair",
      means: "zonekeep-REGION-repair of each store's region",
    });
    example(
      command,
      "npx zonekeep repair --dry-run",
      "npx zonekeep repair orders-api --site us-east-1 --role repair",
    );
  },
};

async function run(named: NamedThing | undefined, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const sources = openSources(plan, awsClients(io.env, repairRole(plan, options.role)), options);
  const { points, keys, found, unread } = await repairSources(sources, named, {
    env: io.env,
    dryRun: options.dryRun === true,
    onKey: (key) => output.status(`look at ${key}`),
  });
  if (points === 0)
    throw new CommandError("no recovery point to repair", EXIT.bad, "npx zonekeep list shows what there is");
  const whole = unread.length === 0 && found.every(({ state }) => state === "repaired");
  output.result({ ok: whole, looked: { points, keys }, found, unread }, () =>
    describeRepair({ points, keys, found, unread }),
  );
  if (found.some(({ state }) => state === "lost")) return EXIT.bad;
  return whole ? EXIT.done : EXIT.partial;
}
