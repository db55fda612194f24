import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Option } from "commander";
import type { ThingId } from "../../contract/kinds.ts";
import { thingName } from "../../core/thing-name.ts";
import { loadPlan } from "../../load/load-plan.ts";
import type { StreamStart } from "../../protectors/protector.ts";
import type { RestorePlan } from "../../restore/plan.ts";
import type { RestoreResult } from "../../restore/result.ts";
import { awsClients, roleOption } from "../aws/clients.ts";
import {
  describeBlocked,
  describeFailed,
  describeNumbers,
  describeRestorePlan,
  describeSeen,
  describeSteps,
  describeThings,
  describeWaiting,
  stepsOf,
} from "../describe/describe-restore.ts";
import { holderName } from "../points/holder-name.ts";
import { keepResult } from "../points/keep-result.ts";
import { mapTemplate } from "../points/map-template.ts";
import type { Source } from "../points/open-sources.ts";
import { performRestore } from "../points/perform-restore.ts";
import { plannedRestore } from "../points/planned-restore.ts";
import { readEnvironment } from "../points/read-environment.ts";
import { readMap } from "../points/read-map.ts";
import { readRuntimes } from "../points/read-runtimes.ts";
import { restorePorts } from "../points/restore-ports.ts";
import { restoreSource } from "../points/restore-source.ts";
import { resultFile } from "../points/result-file.ts";
import { regionOfSite } from "../points/select-site.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parseName, parsePath, parsePoint, parseTexts, parseThings } from "../terminal/parse-argument.ts";
import { targetFile } from "../terminal/target-file.ts";
import type { Line } from "../terminal/text.ts";

interface Written extends EstateOptions {
  readonly site: string;
  readonly to?: string;
  readonly from?: string;
  readonly point?: string;
  readonly map?: string;
  readonly writeMap?: string;
  readonly as?: string;
  readonly alone?: true;
  readonly dryRun?: true;
  readonly replace?: true;
  readonly allowPublic?: true;
  readonly unsigned?: true;
  readonly unlocked?: true;
  readonly skip?: readonly string[];
  readonly streams?: StreamStart;
  readonly role?: string;
  readonly result?: string;
  readonly runtime?: readonly string[];
  readonly environment?: string;
}

type Options = Written & { readonly to: string };

/** Brings functions back with their queues; their triggers stay disabled until `arm`. */
export const restore: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Brings functions back, with the queues they need, in their own or another region. Their triggers stay disabled until: npx zonekeep arm",
      )
      .argument(
        "<thing...>",
        "a function by its name, anything as kind/name: sqs-queue/orders.fifo",
        parseThings,
      )
      .requiredOption("--site <site>", "region or edge zone where it was")
      .option("--to <region>", "region to restore into; default: that of --site")
      .option("--from <region>", "read the store of this region; default: that of --to when it has a copy")
      .option(
        "--point <run>",
        "latest, or the (beginning of the) run of one point; default: the one that a restore has begun with, or latest",
        parsePoint,
      )
      .option("--map <file>", "what takes the place of what, in the other region", parsePath)
      .option("--write-map <file>", "write a map to fill in, when something has no counterpart", parsePath)
      .option("--as <name>", "another name for it", parseName)
      .option("--alone", "only what is named, not what was captured with it")
      .option("--dry-run", "show the steps, change nothing")
      .option("--replace", "change what is named, where it is there and differs")
      .option("--allow-public", "bring back what lets anybody use it")
      .option("--unsigned", "take a point of which nobody can prove who made it")
      .option("--unlocked", "take a point of which something could have been changed since")
      .option(
        "--skip <what>",
        "leave out a part, as the plan calls it: mapping/ARN, statement/SID, concurrency; may be repeated",
        parseTexts,
      )
      .addOption(new Option("--streams <start>", "where streams start").choices(["latest", "trim-horizon"]))
      .option(
        "--runtime <old=new>",
        "another runtime for those that have the old one; repeatable",
        parseTexts,
      )
      .option(
        "--environment <file>",
        "values of environment variables that the points do not hold",
        parsePath,
      )
      .option("--role <arn>", "assume this role; standby: the restore role of --to")
      .option(
        "--result <file>",
        "where to write what arm needs; default: <name>.<region>.restore.json",
        parsePath,
      )
      .action(async (things: readonly ThingId[], options: Written) => done(await run(things, options, io)));
    withEstate(command);
    example(
      command,
      "npx zonekeep restore orders-api --site us-east-1 --to eu-west-1 --dry-run --write-map map.yaml",
      "npx zonekeep restore orders-api refunds-api --site us-east-1 --to eu-west-1 --map map.yaml --role standby",
    );
  },
};

async function run(things: readonly ThingId[], written: Written, io: Io): Promise<ExitCode> {
  if (written.as !== undefined && things.length > 1)
    throw new CommandError(
      "--as names one thing, and more than one is to be restored",
      EXIT.usage,
      "restore them one by one",
    );
  const today = (): string => io.now().toISOString().slice(0, 10);
  const runtimes = readRuntimes(written.runtime ?? [], today());
  const output = createOutput(io, { json: written.json === true });
  const { plan: estate } = await loadPlan({ cwd: io.cwd, paths: [written.policies] });
  const options: Options = { ...written, to: written.to ?? regionOfSite(estate, written.site) };
  const map =
    options.map === undefined
      ? {}
      : readMap(io.cwd, options.map, {
          account: estate.account,
          partition: estate.partition,
          region: options.to,
        });
  const environment = options.environment === undefined ? {} : readEnvironment(io.cwd, options.environment);
  const dryRun = options.dryRun === true;
  const file = options.result ?? resultFile(things, options.as, options.to);
  const target = dryRun ? undefined : await targetFile(io.cwd, file, { secret: true });
  const { writeMap } = options;
  const template = writeMap && (await targetFile(io.cwd, writeMap, { secret: true, fresh: true }));

  const clients = awsClients(io.env, roleOption(estate, options.to, options.role));
  output.status("looking for the recovery point");
  const source = await restoreSource(estate, clients, things, options, io.env);
  output.status(`reading and comparing every byte in ${source.store.name}`);
  const ports = restorePorts(estate, clients, source, options.to, {
    sleep,
    today,
    now: () => io.now().getTime(),
    holder: holderName(io.env, hostname(), randomBytes(2).toString("hex")),
    accept: { unsigned: options.unsigned === true, unlocked: options.unlocked === true },
  });
  const plan = await plannedRestore(ports, things, { map, runtimes, environment }, options);
  for (const warning of plan.warnings) output.note([{ text: "warning: ", style: "yellow" }, warning]);

  const names = things.map(thingName).join(", ");
  if (template && plan.missing.length === 0) {
    output.note(`everything has its counterpart: ${writeMap} was not written`);
  } else if (template) {
    const title = `What ${names} of ${options.site} needs in ${options.to}: fill in each counterpart, then use it as --map.`;
    await template.write(mapTemplate(title, map, plan.missing));
    output.note(`wrote ${writeMap}: fill in each counterpart, then use it as --map`);
  }
  const told = { ...report(options, source, plan), dryRun };
  if (plan.blocked.length > 0) {
    const hint = plan.missing.length > 0 && options.writeMap === undefined;
    output.result(told, () => [
      ...describeBlocked(plan.blocked),
      ...(hint ? ["  help: --write-map FILE writes a map to fill in"] : []),
    ]);
    return EXIT.bad;
  }
  const heading: Line[] = [
    ...describeThings(plan, options, source.store.name),
    ...Object.entries(plan.runtimes).map(([from, to]): Line => `runtime ${to} in place of ${from}`),
  ];
  const leftOut = plan.leftOut.map((name): Line => [{ text: "left out ", style: "red" }, name]);
  if (target === undefined) {
    output.result(told, () => [...heading, ...describeRestorePlan(plan), "dry run: nothing was changed"]);
    return plan.leftOut.length === 0 ? EXIT.done : EXIT.partial;
  }
  const result = await performRestore(ports, plan, output);
  const { failed = [] } = result;
  // One that brought nothing back must not replace the result of one that did.
  if (result.things.length > 0) await keepResult(target, result);
  output.result({ ...told, result: printed(result), resultFile: file }, () => [
    ...heading,
    ...describeSteps(stepsOf(plan)),
    ...result.things.map(({ arn }): Line => [{ text: "restored ", style: "green" }, arn]),
    ...describeNumbers(result),
    ...leftOut,
    ...describeSeen(plan),
    ...(result.notes ?? []).map((text): Line => [{ text: "warning: ", style: "yellow" }, text]),
    ...describeFailed(failed),
    ...(result.things.length === 0 ? [] : [describeWaiting(plan, file, options.role)]),
  ]);
  if (result.things.length === 0) return EXIT.bad;
  return plan.leftOut.length + failed.length === 0 ? EXIT.done : EXIT.partial;
}

/** What activates things may hold what nobody should read in a pipeline's log, such as a filter: it is in the file alone. */
function printed({ things, ...result }: RestoreResult) {
  return { ...result, things: things.map(({ activation: _, ...thing }) => thing) };
}

function report({ site, to }: Options, { region }: Source, plan: RestorePlan) {
  const { missing, warnings, blocked } = plan;
  const things = plan.waves.flat().map(({ thing: { kind, id, asked, point } }) => ({
    kind,
    id,
    asked,
    point: point.key,
  }));
  return {
    things,
    site,
    from: region,
    to,
    steps: stepsOf(plan),
    blocked,
    missing,
    atArm: plan.atArm,
    leftOut: plan.leftOut,
    seen: plan.seen,
    runtimes: plan.runtimes,
    warnings,
  };
}
