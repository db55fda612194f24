import { thingName } from "../../core/thing-name.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { describeFinding, type Finding } from "../../recovery/finding.ts";
import { type ReadBytes, verifyPoint } from "../../recovery/verify.ts";
import { explainError } from "../aws/aws-error.ts";
import { awsClients, readerRole } from "../aws/clients.ts";
import { strayRow } from "../describe/describe-points.ts";
import { findGone } from "../points/find-gone.ts";
import { type FoundPoint, findPoints, newestOfEach } from "../points/find-points.ts";
import { findNotCopied, homesOfCopies } from "../points/not-copied.ts";
import { openSources } from "../points/open-sources.ts";
import { type PointsOptions, withPoints } from "../points/which-points.ts";
import { type CommandFile, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { type NamedThing, namedAs } from "../terminal/parse-argument.ts";
import { withReader } from "../terminal/role-option.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

interface Options extends PointsOptions {
  readonly point: string;
}

interface Verified {
  readonly kind: string;
  readonly id: string;
  readonly site: string;
  readonly from: string;
  readonly run: string;
  readonly findings: readonly Finding[];
}

/** Reads every byte of recovery points and compares it with what their manifests promise. */
export const verify: CommandFile = {
  define(command, io, done) {
    withPoints(command)
      .description("Reads every byte of recovery points and compares it with what was captured.")
      .option("--point <run>", "latest, all, or the (beginning of the) run of one point", "latest")
      .action(async (named: NamedThing | undefined, options: Options) => done(await run(named, options, io)));
    withReader(withEstate(command));
    example(
      command,
      "npx zonekeep verify",
      "npx zonekeep verify orders-api --site us-east-1 --from eu-west-1 --point all",
    );
  },
};

async function run(named: NamedThing | undefined, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const clients = awsClients(io.env, readerRole(plan, options.role));
  const sources = openSources(plan, clients, options);
  const { points: found, strays } = await findPoints(sources, named);
  const points = choosePoints(found, options.point);
  const wantsNewest = options.point === "latest" || options.point === "all";
  const homes = wantsNewest ? homesOfCopies(plan, clients, options) : [];
  const behind = await findNotCopied(homes, found, named);
  for (const { site, error } of behind.unasked) {
    output.note([
      { text: "warning: ", style: "yellow" },
      `${site} cannot be asked what should be here: ${explainError(error, io.env).message}`,
    ]);
  }
  if (points.length + behind.points.length + strays.length === 0) {
    const what = named === undefined ? "" : ` of ${namedAs(named)}`;
    const which = found.length === 0 ? "to verify" : `is of run ${options.point}`;
    const newest = [...new Set(found.map(({ ref }) => ref.run))].slice(0, 5);
    throw new CommandError(
      `no recovery point${what} ${which}`,
      EXIT.bad,
      newest.length === 0
        ? "npx zonekeep list shows what there is"
        : `the newest are of run ${newest.join(", ")}`,
    );
  }
  const verified: Verified[] = [];
  const read: ReadBytes = new Map();
  for (const [index, { ref, source }] of points.entries()) {
    output.status(`verify ${index + 1}/${points.length} ${thingName(ref)} ${ref.run}`);
    const findings = await verifyPoint(source.store, ref.key, {
      sites: [source.opener],
      witness: source.witness,
      read,
    });
    verified.push({ ...nameOf({ ref, source }), findings });
  }
  for (const { ref, source } of behind.points) {
    const detail = `the newest point in ${source.region} is not copied yet`;
    const finding: Finding = {
      problem: "missing",
      about: "manifest",
      part: "manifest",
      key: ref.key,
      detail,
    };
    verified.push({ ...nameOf({ ref, source }), from: options.from ?? source.region, findings: [finding] });
  }
  for (const { ref, source } of await findGone(sources, found, named))
    verified.push({ ...nameOf({ ref, source }), findings: [goneFinding(ref.key)] });
  const bad = verified.filter(({ findings }) => findings.length > 0);
  const ok = bad.length + strays.length === 0;
  const foreign = strays.map(strayRow);
  output.result({ ok, points: verified, strays: foreign }, () => [
    ...foreign.map(({ key, problem }): Line => [{ text: "bad ", style: "red" }, `${key}: ${problem}`]),
    ...describe(verified, bad),
  ]);
  return ok ? EXIT.done : EXIT.bad;
}

function goneFinding(key: string): Finding {
  const detail = "the run that signed it names it, and no version of it is left";
  const hint = "find out who deleted it, and look for it in another region: --from REGION";
  return { problem: "missing", about: "manifest", part: "manifest", key, detail, hint };
}

function nameOf({ ref, source }: FoundPoint): Omit<Verified, "findings"> {
  return { kind: ref.kind, id: ref.id, site: source.site, from: source.region, run: ref.run };
}

function choosePoints(points: readonly FoundPoint[], which: string): readonly FoundPoint[] {
  if (which === "all") return points;
  return which === "latest" ? newestOfEach(points) : points.filter(({ ref }) => ref.run.startsWith(which));
}

function describe(verified: readonly Verified[], bad: readonly Verified[]): Line[] {
  const lines = verified.flatMap(({ site, from, run, findings, ...thing }): Line[] => {
    const place = from === site ? site : `${site} in ${from}`;
    const verdict: Line =
      findings.length === 0 ? { text: "whole", style: "green" } : { text: "bad", style: "red" };
    return [
      [`${thingName(thing)} at ${place}, run ${run}: `, verdict],
      ...findings.flatMap((finding): Line[] => [
        `  ${describeFinding(finding)}`,
        ...(finding.hint === undefined ? [] : [`    help: ${finding.hint}`]),
      ]),
    ];
  });
  const total = count(verified.length, "recovery point");
  return [...lines, bad.length === 0 ? `${total}: all whole` : `${total}: ${bad.length} bad`];
}
