import { setTimeout as sleep } from "node:timers/promises";
import { parseArn } from "../../core/arn.ts";
import { archiveStream } from "../../drain/archive.ts";
import { describeArchive } from "../describe/describe-archive.ts";
import { runEventArchive } from "../drain/events/run-archive.ts";
import { findStream } from "../drain/kinesis.ts";
import { type ArchivingOptions, openArchiving } from "../drain/open-archiving.ts";
import { type CommandFile, example, withEstate } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { archiveIn, parseArchived, parseMinutes } from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";

/** A day: what every stream keeps. */
const WINDOW = "24h";

/** Keeps the records of a stream. By hand; the stream and its consumers lose nothing. */
export const archive: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Keeps the records of a stream of Kinesis in the region's store, sealed and locked, each shard's in their order. " +
          "The stream is only read, at a part of what its shards give. " +
          "With event-archive/NAME the events of an archive of EventBridge, by a replay that no other rule sees.",
      )
      .argument("<stream>", "name of the stream; event-archive/NAME for an archive of events", parseArchived)
      .option("--window <duration>", "how far back, such as 30m, 24h, 7d", parseMinutes, parseMinutes(WINDOW))
      .option("--site <region>", "region of the stream; needed where the estate has several")
      .action(async (stream: string, options: ArchivingOptions) => {
        const archived = archiveIn(stream);
        done(
          await (archived === undefined
            ? runArchive(stream, options, io)
            : runEventArchive(archived, options, io)),
        );
      });
    withRole(withEstate(command));
    example(
      command,
      "npx zonekeep archive clicks --window 24h --site us-east-1",
      "npx zonekeep archive event-archive/orders --window 24h --site us-east-1",
    );
  },
};

async function runArchive(name: string, options: ArchivingOptions, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const thing = { kind: "kinesis-stream", id: name } as const;
  const { kept, client, since, until, run, next } = await openArchiving(thing, options, io);
  const stream = await findStream(client, name, kept.region);
  let taken = 0;
  const told = await output.untilInterrupted(
    () =>
      taken === 0
        ? ["stopped: nothing is in the store yet"]
        : [
            "stopped: the records up to here lie in the store",
            `  help: ${next}; or archive again from the start`,
          ],
    () =>
      archiveStream(
        {
          ...kept,
          stream,
          sleep: (milliseconds) => sleep(milliseconds),
          now: () => io.now().getTime(),
          onBatch: (records) => {
            if (taken === 0) output.note(`run ${run}`);
            taken = records;
            output.status(`${records} records are in the store`);
          },
        },
        { since, until },
      ),
  );
  const oldest = new Date(until.getTime() - stream.retentionMs);
  const expired = oldest > since ? { expiredBefore: oldest.toISOString() } : {};
  const { account, region } = parseArn(stream.arn);
  const window = { since: since.toISOString(), until: until.toISOString(), ...expired };
  // A run that took nothing is not in the store, so nobody can replay it.
  const of = { stream: stream.arn, account, region, ...(told.records > 0 && { run }) };
  output.result({ ...of, ...window, ...told }, () => describeArchive(name, told, window, next));
  return told.overtaken.length === 0 && !("expiredBefore" in expired) ? EXIT.done : EXIT.partial;
}
