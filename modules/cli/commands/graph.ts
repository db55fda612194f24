import { type Command, Option } from "commander";
import { closest } from "../../core/closest.ts";
import { show } from "../../core/printable.ts";
import { loadPlan } from "../../load/load-plan.ts";
import type { Plan } from "../../planner/plan.ts";
import { awsClients, readerRole } from "../aws/clients.ts";
import { describeGraphs } from "../describe/describe-graph.ts";
import { writingTo } from "../formats/plan-format.ts";
import type { SiteGraph } from "../graph/graph.ts";
import { mermaid } from "../graph/mermaid.ts";
import { graphOfPolicy, graphsOfThing } from "../graph/read-graph.ts";
import { findPoints } from "../points/find-points.ts";
import { meantBy } from "../points/no-points.ts";
import { openSources, type Source } from "../points/open-sources.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { type NamedThing, namedAs, parsePath, parseThing } from "../terminal/parse-argument.ts";
import { withReader } from "../terminal/role-option.ts";

const FORMATS = ["text", "json", "mermaid", "html"] as const;
type Format = (typeof FORMATS)[number];

interface Options extends EstateOptions {
  readonly site?: string;
  readonly from?: string;
  /** What reads the store: an ARN, or `standby`. */
  readonly role?: string;
  readonly format?: Format;
  readonly output?: string;
}

/** Shows what can call a function, through the chain. */
export const graph: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Shows what brings events to a function, or to all that a policy keeps, as it was kept last.",
      )
      .argument(
        "<subject>",
        "a policy, a function, or kind/name; a policy where both have the name",
        parseThing,
      )
      .option("--site <site>", "only of this region or edge zone")
      .option("--from <region>", "read the store of this region, with its copies; default: each site's own")
      .addOption(
        new Option(
          "--format <format>",
          "text, if not said; json; mermaid, for a README; html, a page",
        ).choices(FORMATS),
      )
      .option("--output <file>", "write to a file, which is replaced, instead of stdout", parsePath)
      .action(async (subject: NamedThing, options: Options) => {
        const format = formatOf(command, options);
        done(await writingTo(options.output, io, (to) => run(subject, options, format, to)));
      });
    withReader(withEstate(command));
    example(
      command,
      "npx zonekeep graph orders-intake",
      "npx zonekeep graph orders --format html --output orders.html",
    );
  },
};

function formatOf(command: Command, { json, format }: Options): Format {
  if (json === true && format !== undefined && format !== "json")
    command.error(`error: --json contradicts --format ${format}`);
  return json === true ? "json" : (format ?? "text");
}

async function run(subject: NamedThing, options: Options, format: Format, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: format === "json" });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const sources = openSources(plan, awsClients(io.env, readerRole(plan, options.role)), options);
  output.status("reading");
  const graphs = await graphsOf(plan, sources, subject, io.env);
  if (format === "mermaid" || format === "html") {
    output.status("");
    io.stdout(format === "mermaid" ? mermaid(graphs) : await page(graphs));
  } else output.result({ graphs }, () => describeGraphs(graphs));
  const whole = graphs.every(({ things }) => things.every(({ problem }) => problem === undefined));
  return whole ? EXIT.done : EXIT.partial;
}

async function page(graphs: readonly SiteGraph[]): Promise<string> {
  const [{ graphPage }, { readPageFiles }] = await Promise.all([
    import("../graph/page.ts"),
    import("../report/page-files.ts"),
  ]);
  return graphPage(graphs, readPageFiles().style);
}

/** @throws CommandError where nothing of that name has been kept */
export async function graphsOf(
  plan: Pick<Plan, "policies">,
  sources: readonly Source[],
  subject: NamedThing,
  env: Io["env"],
): Promise<readonly SiteGraph[]> {
  const { kind, id } = subject;
  const policies = plan.policies.map(({ name }) => name);
  if (kind === undefined && policies.includes(id)) {
    const found = await Promise.all(sources.map((source) => graphOfPolicy(source, id, env)));
    const graphs = found.filter((one) => one !== undefined);
    if (graphs.length > 0) return graphs;
    throw new CommandError(
      `no run of ${id} has kept anything yet`,
      EXIT.bad,
      `npx zonekeep backup ${id} makes the first points`,
    );
  }
  const { points } = await findPoints(sources, { kind: kind ?? "lambda", id });
  if (points.length > 0) return graphsOfThing(points, env);
  const near = kind === undefined ? closest(id, policies) : undefined;
  throw new CommandError(
    `no policy and no recovery point is named ${show(namedAs(subject))}`,
    EXIT.bad,
    near === undefined
      ? ((await meantBy(sources, subject)) ?? "npx zonekeep list shows what has been kept")
      : `did you mean the policy ${near}?`,
  );
}
