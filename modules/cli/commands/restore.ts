import { setTimeout as sleep } from "node:timers/promises";
import { Option } from "commander";
import { PolicyError } from "../../core/diagnostic.ts";
import { loadPlan } from "../../load/load-plan.ts";
import type { StreamStart } from "../../protectors/lambda/restore/draft.ts";
import type { IdMap } from "../../protectors/protector.ts";
import { parseMap } from "../../recovery/id-map.ts";
import { awsClients, roleOption } from "../aws/clients.ts";
import { describeBlocked, describeSteps } from "../describe/describe-restore.ts";
import { mapTemplate } from "../points/map-template.ts";
import type { Source } from "../points/open-sources.ts";
import { performRestore } from "../points/perform-restore.ts";
import { type PreparedRestore, prepareRestore } from "../points/prepare-restore.ts";
import { restoreSource } from "../points/restore-source.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import { readTextFile, requireWritableFolder, writeNewText, writeText } from "../terminal/files.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput, jsonText } from "../terminal/output.ts";
import { parseFunctionName, parsePath } from "../terminal/parse-argument.ts";
import type { Line } from "../terminal/text.ts";

interface Options extends EstateOptions {
  readonly site: string;
  readonly to: string;
  readonly from?: string;
  readonly point: string;
  readonly map?: string;
  readonly writeMap?: string;
  readonly as?: string;
  readonly dryRun?: true;
  readonly replace?: true;
  readonly allowPublic?: true;
  readonly streams?: StreamStart;
  readonly role?: string;
  readonly result?: string;
}

/** Brings a function back; its triggers stay disabled until `arm`. */
export const restore: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Brings a function back, in its own or another region. Its triggers stay disabled until: npx zonekeep arm",
      )
      .argument("<function>", "name of the function, as it was", parseFunctionName)
      .requiredOption("--site <site>", "region or edge zone where it was")
      .requiredOption("--to <region>", "region where it shall be")
      .option("--from <region>", "read the store of this region; default: that of --to when it has a copy")
      .option("--point <run>", "latest, or the (beginning of the) run of one point", "latest")
      .option("--map <file>", "what takes the place of what, in the other region", parsePath)
      .option("--write-map <file>", "write a map to fill in, when something has no counterpart", parsePath)
      .option("--as <name>", "another name for the function", parseFunctionName)
      .option("--dry-run", "show the steps, change nothing")
      .option("--replace", "change a live function that differs")
      .option("--allow-public", "bring back what lets anybody invoke it")
      .addOption(new Option("--streams <start>", "where streams start").choices(["latest", "trim-horizon"]))
      .option("--role <arn>", "assume this role; standby: the restore role of --to")
      .option(
        "--result <file>",
        "where to write what arm needs; default: <function>.<region>.restore.json",
        parsePath,
      )
      .action(async (name: string, options: Options) => done(await run(name, options, io)));
    withEstate(command);
    example(
      command,
      "npx zonekeep restore orders-api --site us-east-1 --to eu-west-1 --dry-run --write-map map.yaml",
      "npx zonekeep restore orders-api --site us-east-1 --to eu-west-1 --map map.yaml --role standby",
    );
  },
};

async function run(name: string, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const map = options.map === undefined ? {} : await readMap(io.cwd, options.map);
  const dryRun = options.dryRun === true;
  const resultFile = options.result ?? `${options.as ?? name}.${options.to}.restore.json`;
  if (!dryRun) await requireWritableFolder(io.cwd, resultFile);

  const clients = awsClients(io.env, roleOption(plan, options.to, options.role));
  output.status("looking for the recovery point");
  const source = await restoreSource(plan, clients, name, options, io.env);
  output.status(`reading and comparing every byte in ${source.store.name}`);
  const asked = {
    function: name,
    point: options.point,
    to: options.to,
    map,
    replace: options.replace === true,
    allowPublic: options.allowPublic === true,
    ...(options.as !== undefined && { as: options.as }),
    ...(options.streams !== undefined && { streams: options.streams }),
  };
  const prepared = await prepareRestore(plan, clients, source, asked, sleep);
  for (const warning of prepared.warnings) output.note([{ text: "warning: ", style: "yellow" }, warning]);

  if (options.writeMap !== undefined && prepared.missing.length === 0) {
    output.note(`everything has its counterpart: ${options.writeMap} was not written`);
  } else if (options.writeMap !== undefined) {
    const title = `What ${name} of ${options.site} needs in ${options.to}: fill in each counterpart, then use it as --map.`;
    await writeNewText(io.cwd, options.writeMap, mapTemplate(title, map, prepared.missing));
    output.note(`wrote ${options.writeMap}: fill in each counterpart, then use it as --map`);
  }
  const told = { ...report(name, options, source, prepared), dryRun };
  if (prepared.plan.blocked.length > 0) {
    const hint = prepared.missing.length > 0 && options.writeMap === undefined;
    output.result(told, () => [
      ...describeBlocked(prepared.plan.blocked),
      ...(hint ? ["  help: --write-map FILE writes a map to fill in"] : []),
    ]);
    return EXIT.bad;
  }
  const heading: Line = `${name} of ${options.site} to ${options.to}, point ${prepared.point.name.run} from ${source.store.name}`;
  if (dryRun) {
    output.result(told, () => [
      heading,
      ...describeSteps(prepared.plan.steps),
      "dry run: nothing was changed",
    ]);
    return EXIT.done;
  }
  const result = await performRestore(
    { plan, clients, source, output, site: options.site, to: options.to },
    prepared,
  );
  await writeText(io.cwd, resultFile, jsonText(result));
  output.result({ ...told, result, resultFile }, () => [
    heading,
    ...describeSteps(prepared.plan.steps),
    [{ text: "restored ", style: "green" }, result.arn],
    `its triggers are disabled; to enable them: npx zonekeep arm ${resultFile}`,
  ]);
  return EXIT.done;
}

function report(
  name: string,
  { site, to }: Options,
  { region }: Source,
  { point, plan, ...rest }: PreparedRestore,
) {
  const steps = plan.steps.map(({ title, call, effect }) => ({ effect, title, call }));
  const { missing, warnings } = rest;
  return {
    function: name,
    site,
    from: region,
    to,
    point: point.key,
    steps,
    blocked: plan.blocked,
    missing,
    warnings,
  };
}

/** @throws PolicyError with every mistake of the file */
async function readMap(cwd: string, file: string): Promise<IdMap> {
  const { map, diagnostics } = parseMap(await readTextFile(cwd, file), file);
  if (diagnostics.length > 0) throw new PolicyError(diagnostics);
  return map;
}
