import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { ThingId } from "../../contract/kinds.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { planRestore, type RestorePlan } from "../../restore/plan.ts";
import type { RestoreResult } from "../../restore/result.ts";
import { triggersLive } from "../../restore/triggers-live.ts";
import { awsClients, roleOption } from "../aws/clients.ts";
import {
  describeBlocked,
  describeFailed,
  describeNumbers,
  describeRestored,
  describeRestorePlan,
  describeSeen,
  describeSteps,
  describeStillNamed,
  describeThings,
  describeWaiting,
  keptBy,
  stepsOf,
} from "../describe/describe-restore.ts";
import { askedFor, requireOneWay, requirePast } from "../points/asked-for.ts";
import { holderName } from "../points/holder-name.ts";
import { keepResult } from "../points/keep-result.ts";
import { mapTemplate } from "../points/map-template.ts";
import type { Source } from "../points/open-sources.ts";
import { performRestore } from "../points/perform-restore.ts";
import { plannedRestore, restoreAsked } from "../points/planned-restore.ts";
import { readEnvironment } from "../points/read-environment.ts";
import { readMap } from "../points/read-map.ts";
import { armedBefore } from "../points/read-result.ts";
import { readRuntimes } from "../points/read-runtimes.ts";
import { requiredSite } from "../points/required-site.ts";
import { type RestoreWritten, withRestoreOptions } from "../points/restore-options.ts";
import { restorePorts } from "../points/restore-ports.ts";
import { restoreSource } from "../points/restore-source.ts";
import { regionOfSite } from "../points/select-site.ts";
import { showComparison } from "../points/show-comparison.ts";
import { showTerraform } from "../points/show-terraform.ts";
import { type CommandFile, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import { freshFolder } from "../terminal/fresh-folder.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { targetFile } from "../terminal/target-file.ts";
import type { Line } from "../terminal/text.ts";

type Options = RestoreWritten & { readonly site: string; readonly to: string };

/** Brings functions back with their queues; their triggers stay disabled until `arm`. */
export const restore: CommandFile = {
  define(command, io, done) {
    withRestoreOptions(command)
      .description(
        "Brings functions back, with what calls them and the queues they need, in their own or another region. Their triggers stay disabled until: npx zonekeep arm",
      )
      .action(async (things: readonly ThingId[] | undefined, options: RestoreWritten) =>
        done(await run(things ?? [], options, io)),
      );
    withEstate(command);
    example(
      command,
      "npx zonekeep restore orders-api --site us-east-1 --to eu-west-1 --dry-run --write-map map.yaml",
      "npx zonekeep restore orders-api refunds-api --site us-east-1 --to eu-west-1 --map map.yaml --role standby",
      "npx zonekeep restore --policy orders --site us-east-1 --to eu-west-1 --map map.yaml --dry-run",
    );
  },
};

async function run(things: readonly ThingId[], written: RestoreWritten, io: Io): Promise<ExitCode> {
  const today = (): string => io.now().toISOString().slice(0, 10);
  const runtimes = readRuntimes(written.runtime ?? [], today());
  const output = createOutput(io, { json: written.json === true });
  requireOneWay(things, written);
  requirePast(written.at, io.now());
  const { plan: estate } = await loadPlan({ cwd: io.cwd, paths: [written.policies] });
  const site = requiredSite(estate, things, written);
  const options: Options = { ...written, site, to: written.to ?? regionOfSite(estate, site) };
  const map =
    options.map === undefined
      ? {}
      : readMap(io.cwd, options.map, {
          account: estate.account,
          partition: estate.partition,
          region: options.to,
        });
  const environment = options.environment === undefined ? {} : readEnvironment(io.cwd, options.environment);
  const dryRun = options.dryRun === true || options.diff === true || options.asTerraform !== undefined;
  const folder =
    options.asTerraform === undefined ? undefined : await freshFolder(io.cwd, options.asTerraform);
  const { at, ...ways } = options;
  const { sought, file: ownFile } = askedFor({
    ...ways,
    ...(at !== undefined && { at: Date.parse(at) }),
    things,
    unsigned: options.unsigned === true,
  });
  const file = options.result ?? ownFile;
  const target = dryRun ? undefined : await targetFile(io.cwd, file, { secret: true });
  const { writeMap } = options;
  const template = writeMap && (await targetFile(io.cwd, writeMap, { secret: true, fresh: true }));

  const clients = awsClients(io.env, roleOption(estate, options.to, options.role));
  output.status("looking for the recovery point");
  const { source, selected } = await restoreSource(estate, clients, sought, options, io.env);
  output.status(`reading and comparing every byte in ${source.store.name}`);
  const ports = restorePorts(estate, clients, source, options.to, {
    sleep,
    today,
    now: () => io.now().getTime(),
    holder: holderName(io.env, hostname(), randomBytes(2).toString("hex")),
    accept: { unsigned: options.unsigned === true, unlocked: options.unlocked === true },
  });
  const asked = restoreAsked(selected, { map, runtimes, environment }, options);
  if (options.diff) return plannedRestore(() => showComparison(ports, asked, output), things, options);
  if (folder) return plannedRestore(() => showTerraform(ports, asked, folder, output), things, options);
  const plan = await plannedRestore(() => planRestore(ports, asked), things, options);
  for (const warning of plan.warnings) output.note([{ text: "warning: ", style: "yellow" }, warning]);

  if (template && plan.missing.length === 0) {
    output.note(`everything has its counterpart: ${writeMap} was not written`);
  } else if (template) {
    const title = `What ${sought.name} of ${options.site} needs in ${options.to}: fill in each counterpart, then use it as --map.`;
    await template.write(mapTemplate(title, map, plan.missing));
    output.note(`wrote ${writeMap}: fill in each counterpart, then use it as --map`);
  }
  const told = { ...report(options, source, plan), dryRun };
  if (plan.blocked.length > 0) {
    // The file that was just written has a line for each.
    const fill = `fill in ${writeMap}, and give it with --map ${writeMap}`;
    const reasons = plan.blocked.map((one) =>
      template && one.because === "untranslated" ? { ...one, hint: fill } : one,
    );
    const hint = plan.missing.length > 0 && options.writeMap === undefined;
    output.result(told, () => [
      ...describeBlocked(reasons),
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
  const armed = armedBefore(io.cwd, file);
  if (result.things.length > 0) await keepResult(target, { ...result, ...(armed.length > 0 && { armed }) });
  // What a restore has just made waits; what was there may have been armed before.
  const asks = keptBy(plan).length > 0 && result.things.length > 0;
  if (asks) output.status("looking at what is armed");
  const live = asks ? await triggersLive(ports, result) : undefined;
  output.result({ ...told, result: printed(result), resultFile: file }, () => [
    ...heading,
    ...describeSteps(stepsOf(plan)),
    ...describeRestored(result, plan),
    ...describeNumbers(result),
    ...leftOut,
    ...describeStillNamed(plan),
    ...describeSeen(plan),
    ...(result.notes ?? []).map((text): Line => [{ text: "warning: ", style: "yellow" }, text]),
    ...describeFailed(failed),
    ...(result.things.length === 0 ? [] : [describeWaiting(plan, file, options.role, live)]),
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
    skipped: plan.skipped,
    stillNamed: plan.stillNamed,
    seen: plan.seen,
    runtimes: plan.runtimes,
    warnings,
  };
}
