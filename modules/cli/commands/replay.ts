import { setTimeout as sleep } from "node:timers/promises";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { FilledQueue } from "../../drain/ports.ts";
import { type Replayed, replayRun } from "../../drain/replay.ts";
import { loadPlan } from "../../load/load-plan.ts";
import type { ClientOf } from "../../protectors/protector.ts";
import { awsClients, ownRole } from "../aws/clients.ts";
import { describeReplay } from "../describe/describe-drain.ts";
import { findBus } from "../drain/events/fill-bus.ts";
import { findFunction } from "../drain/events/fill-function.ts";
import { findArchive } from "../drain/events/find-archive.ts";
import { holdsOwn } from "../drain/holds-own.ts";
import { findStream } from "../drain/kinesis.ts";
import { openDrained } from "../drain/open-drained.ts";
import { findRecords, replayPoint } from "../drain/point-records.ts";
import { requireRun } from "../drain/require-run.ts";
import { findQueue } from "../drain/sqs.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import {
  archiveIn,
  heldIn,
  parseBusName,
  parseFunctionName,
  parseName,
  parsePoint,
  parseRun,
  parseStreamName,
  parseTaken,
  parseTexts,
  streamIn,
} from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";

interface Options extends EstateOptions {
  readonly role?: string;
  readonly run?: string;
  readonly point?: string;
  readonly from?: string;
  readonly site?: string;
  readonly toQueue?: string;
  readonly toStream?: string;
  readonly toBus?: string;
  readonly toFunction?: string;
  readonly source?: readonly string[];
  readonly region?: string;
}

/** Sends again what a drain took. */
export const replay: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Sends the messages of one drain, or the records of one archive or recovery point, again, in their order, with the same attributes, groups and keys. " +
          "Events of an archive of EventBridge are put on a bus again, under ids of their own. " +
          "May be repeated: it goes on where it was.",
      )
      .argument(
        "<queue>",
        "queue that was drained by its name, stream that was archived as kinesis-stream/NAME, archive of events as event-archive/NAME",
        parseTaken,
      )
      .option("--run <run>", "run that drain or archive told; this or --point is needed", parseRun)
      .option(
        "--point <run>",
        "the (beginning of the) run of a recovery point of the stream or archive, or latest: the newest that holds any",
        parsePoint,
      )
      .option("--from <region>", "with --point: read the store of this region, with its copies")
      .option("--site <region>", "region whose store has them; needed where the estate has several")
      .option("--to-queue <name>", "another queue; default: the same name", parseName)
      .option("--to-stream <name>", "another stream; default: the same name", parseStreamName)
      .option("--to-bus <name>", "bus for events; default: that of the archive of that name", parseBusName)
      .option(
        "--to-function <name>",
        "function for events, in place of a bus: NAME or NAME:ALIAS",
        parseFunctionName,
      )
      .option(
        "--source <source>",
        "with --to-function only events of this source; may be repeated",
        parseTexts,
      )
      .option("--region <region>", "region of the queue that they are sent to; default: that of the store")
      .action(async (queue: string, options: Options) => done(await run(queue, options, io)));
    withRole(withEstate(command));
    example(
      command,
      "npx zonekeep replay orders --site us-east-1 --run 20261129T101500Z-1f2e3d4c",
      "npx zonekeep replay orders --site us-east-1 --run 20261129T101500Z-1f2e3d4c --region eu-west-1",
      "npx zonekeep replay kinesis-stream/clicks --point latest --site us-east-1 --from eu-west-1 --region eu-west-1",
      "npx zonekeep replay event-archive/orders --point latest --site us-east-1",
    );
  },
};

async function run(name: string, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { run: drainedRun } = options;
  if (options.point !== undefined) return runPoint(name, options.point, options, io);
  if (drainedRun === undefined) throw runMissing(name);
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const clients = awsClients(io.env, ownRole(options.role));
  const asked = { queue: name, run: drainedRun, began: io.now() };
  const drained = openDrained(plan, clients, options.site, asked);
  await requireRun(drained, name);
  const region = options.region ?? drained.region;
  const queue = await filled(clients(region).client, name, options, region);
  const told = await watched(output, (sending) => replayRun({ ...drained, ...sending, queue }));
  output.result({ run: drainedRun, to: queue.arn, ...told }, () => describeReplay(queue.arn, told));
  // What --source leaves out nobody misses.
  const isPassedOver = told.left !== undefined && options.toFunction === undefined;
  return told.failed.length === 0 && !isPassedOver ? EXIT.done : EXIT.partial;
}

/** The records that a point holds. */
async function runPoint(name: string, point: string, options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { site, from, run: other } = options;
  const thing = heldIn(name);
  if (thing === undefined || other !== undefined)
    throw new CommandError(
      thing === undefined
        ? `points hold no messages of a queue: --point is for kinesis-stream/NAME and event-archive/NAME`
        : "--run and --point are two things to replay",
      EXIT.usage,
      "npx zonekeep replay kinesis-stream/clicks --point latest",
    );
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const clients = awsClients(io.env, ownRole(options.role));
  const asked = {
    thing,
    point,
    ...(site !== undefined && { site }),
    ...(from !== undefined && { from }),
  };
  const { toStream, toBus, toFunction } = options;
  const isElsewhere = [toStream, toBus, toFunction].some((to) => to !== undefined);
  const isOwn = holdsOwn((at) => clients(at).client, thing, options.region);
  const { found, passedOver } = await findRecords(plan, clients, asked, io.env, async (one) =>
    isElsewhere ? false : isOwn(one),
  );
  const region = options.region ?? found.source.region;
  const queue = await filled(clients(region).client, name, options, region);
  const { run } = found.point.name;
  const { records: held } = found.point.manifest;
  for (const one of passedOver) output.note(`passed over: ${one}`);
  output.note(
    `point ${run} holds ${held?.records} ${thing.kind === "event-archive" ? "events" : "records"}, all that arrived from ${held?.since} to ${held?.until}`,
  );
  const began = io.now();
  const told = await watched(output, (sending) =>
    replayPoint(plan, clients, found, { ...sending, queue, began }),
  );
  output.result({ point: run, to: queue.arn, records: held, ...told }, () => describeReplay(queue.arn, told));
  const isPassedOver = told.left !== undefined && options.toFunction === undefined;
  return told.failed.length === 0 && !isPassedOver ? EXIT.done : EXIT.partial;
}

type Sending = Pick<Parameters<typeof replayRun>[0], "sleep" | "onSent">;

function watched(
  output: ReturnType<typeof createOutput>,
  send: (sending: Sending) => Promise<Replayed>,
): Promise<Replayed> {
  return output.untilInterrupted(
    () => ["stopped: some messages are sent", "  help: run the same command again: it sends the rest"],
    () =>
      send({
        sleep: (milliseconds) => sleep(milliseconds),
        onSent: (messages) => output.status(`${messages} messages are sent`),
      }),
  );
}

/** Options that say where, and that in words, by what was taken. */
const GOES_TO = {
  queue: { words: "queue goes to a queue", options: ["toQueue"] },
  stream: { words: "stream goes to a stream", options: ["toStream"] },
  archive: {
    words: "event archive goes to a bus or to a function",
    options: ["toBus", "toFunction", "source"],
  },
} as const;

/** Where it goes: what was taken from a stream goes to a stream, and events go to a bus or to a function. */
async function filled(
  client: ClientOf,
  name: string,
  options: Options,
  region: string,
): Promise<FilledQueue> {
  const archive = archiveIn(name);
  const stream = streamIn(name);
  const taken = GOES_TO[archive !== undefined ? "archive" : stream === undefined ? "queue" : "stream"];
  const others = Object.values(GOES_TO).flatMap((one): readonly (keyof Options)[] => one.options);
  const own: readonly (keyof Options)[] = taken.options;
  const written = own.map((one) => `--${one.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`);
  if (others.some((one) => options[one] !== undefined && !own.includes(one)))
    throw new CommandError(
      `what was taken from ${taken === GOES_TO.archive ? "an" : "a"} ${taken.words}`,
      EXIT.usage,
      written.join(", "),
    );
  if (archive !== undefined) return filledWithEvents(client, archive, options, region);
  return stream === undefined
    ? findQueue(client(SQSClient), options.toQueue ?? name, region)
    : findStream(client, options.toStream ?? stream, region);
}

async function filledWithEvents(
  client: ClientOf,
  archive: string,
  { toBus, toFunction, source = [] }: Options,
  region: string,
): Promise<FilledQueue> {
  if (toFunction === undefined && source.length > 0)
    throw new CommandError(
      "--source goes with --to-function",
      EXIT.usage,
      "leave it out: the rules of a bus choose among its events",
    );
  if (toFunction !== undefined && toBus !== undefined)
    throw new CommandError("events go to a bus or to a function", EXIT.usage, "--to-bus or --to-function");
  if (toFunction !== undefined) return findFunction(client(LambdaClient), toFunction, region, source);
  const bus = toBus ?? (await findArchive(client, archive, region)).bus;
  return findBus(client(EventBridgeClient), bus, region);
}

function runMissing(name: string): CommandError {
  const run = "--run 20261129T101500Z-1f2e3d4c";
  return heldIn(name) === undefined
    ? new CommandError(
        "--run is missing: the run that drain told",
        EXIT.usage,
        `npx zonekeep replay ${name} ${run}, as the drain of ${name} printed it`,
      )
    : new CommandError(
        "--point or --run is missing: a recovery point, or the run that archive told",
        EXIT.usage,
        `npx zonekeep replay ${name} --point latest; or ${run}, as the archive of it printed it`,
      );
}
