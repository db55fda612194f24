import type { Command } from "commander";
import { mergeZoneLock } from "../../policy/zones/merge-zone-lock.ts";
import { type ZoneChange, zoneChanges } from "../../policy/zones/zone-changes.ts";
import { awsClients, ownRole } from "../aws/clients.ts";
import {
  describeDoubts,
  describeZoneChanges,
  type Emptied,
  emptiedRegions,
} from "../describe/describe-zones.ts";
import { askZones, type Unanswered } from "../plans/ask-zones.ts";
import { readZoneLockFile, type ZoneLockFile, zoneLockText } from "../plans/zone-lock-file.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput, type Output } from "../terminal/output.ts";
import { parsePath } from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";
import { targetFile } from "../terminal/target-file.ts";
import { count } from "../terminal/words.ts";

interface Options extends EstateOptions {
  readonly role?: string;
  readonly region?: string;
}

/** Compares the zone lock with the regions and edge zones of AWS, and brings it up to date. */
export const zones: CommandFile = {
  define(command, io, done) {
    command.description(
      "Compares zones.lock.json with the regions and edge zones that AWS lists. What is gone is retired, never deleted.",
    );
    const look = command
      .command("diff")
      .description(
        "Shows what refresh would change. Exit code 3 when anything would, or when a region cannot be asked.",
      )
      .action(async (options: Options) => done(await diff(options, io)));
    const write = command
      .command("refresh")
      .description(
        "Brings the file up to date. Exit code 3 when a region cannot be asked: its zones stay as they are.",
      )
      .action(async (options: Options) => done(await refresh(options, io)));
    for (const each of [look, write]) withRole(withHome(withEstate(each)));
    example(command, "npx zonekeep zones diff", "npx zonekeep zones refresh --policies policies");
  },
};

function withHome(command: Command): Command {
  return command.option(
    "--region <region>",
    "asked for the list of regions; default: AWS_REGION, else us-east-1",
    parsePath,
  );
}

async function diff(options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const own = readZoneLockFile(io.cwd, options.policies);
  const { path } = own;
  const { changes, unanswered, emptied } = await compare(own, options, io, output);
  const ok = changes.length === 0 && unanswered.length === 0;
  output.result({ ok, file: path, changes, unanswered, emptied }, () => [
    ...describeZoneChanges(changes),
    changes.length === 0
      ? `${path} says what ${unanswered.length === 0 ? "AWS lists" : "the others list"}`
      : `${count(changes.length, "change")}: npx zonekeep zones refresh writes ${path}`,
  ]);
  return ok ? EXIT.done : EXIT.partial;
}

async function refresh(options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const own = readZoneLockFile(io.cwd, options.policies);
  const { path } = own;
  const file = await targetFile(io.cwd, path);
  const { text, changes, unanswered, emptied } = await compare(own, options, io, output);
  await file.write(text);
  const ok = unanswered.length === 0;
  output.result({ ok, file: path, changes, unanswered, emptied }, () => [
    ...describeZoneChanges(changes),
    `${path} written: ${count(changes.length, "change")}`,
  ]);
  return ok ? EXIT.done : EXIT.partial;
}

interface Comparison {
  /** What the file would hold. */
  readonly text: string;
  readonly changes: readonly ZoneChange[];
  readonly unanswered: readonly Unanswered[];
  readonly emptied: readonly Emptied[];
}

/** Tells what is doubtful as it goes: the rest is the result. */
async function compare(
  { lock }: ZoneLockFile,
  { region, role }: Options,
  io: Io,
  output: Output,
): Promise<Comparison> {
  output.status("asking AWS");
  const { seen, unanswered } = await askZones(
    region ?? (io.env.AWS_REGION || "us-east-1"),
    awsClients(io.env, ownRole(role)),
    io.env,
  );
  const day = io.now().toISOString().slice(0, 10);
  const merged = mergeZoneLock(lock, seen, day);
  const source = `ec2:DescribeRegions, ec2:DescribeAvailabilityZones; partition ${seen.partition}`;
  const text = zoneLockText(source, day, merged);
  const emptied = emptiedRegions(lock, seen);
  for (const line of describeDoubts(lock, unanswered, emptied)) output.note(line);
  return { text, changes: zoneChanges(lock, merged), unanswered, emptied };
}
