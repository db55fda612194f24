import { setTimeout as sleep } from "node:timers/promises";
import { parseArn } from "../../../core/arn.ts";
import { archiveEvents } from "../../../drain/events/archive-events.ts";
import { describeArchivedEvents } from "../../describe/describe-archived-events.ts";
import { EXIT, type ExitCode } from "../../terminal/exit.ts";
import type { Io } from "../../terminal/io.ts";
import { createOutput } from "../../terminal/output.ts";
import { type ArchivingOptions, openArchiving } from "../open-archiving.ts";
import { findArchive } from "./find-archive.ts";

const MINUTE_MS = 60_000;
/**
 * What AWS advises to wait before a replay, since events come into an archive late.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
 */
const LATE_MS = 10 * MINUTE_MS;

/** Keeps the events of an archive. By hand; the archive loses nothing, and no rule but ours sees the replay. */
export async function runEventArchive(name: string, options: ArchivingOptions, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const thing = { kind: "event-archive", id: name } as const;
  const { kept, client, since, until, run, next } = await openArchiving(thing, options, io);
  const found = await findArchive(client, name, kept.region);
  const { arn, bus, retentionMs } = found;
  const archive = found.reader(`zonekeep-archive-${run}`, io.now());
  output.note(
    `run ${run}: for some minutes it has rule zonekeep-archive-${run} on event bus ${bus}, and two queues`,
  );
  const told = await output.untilInterrupted(
    () => ["stopped: what was taken lies in the store", `  help: ${next}; or archive again from the start`],
    () =>
      archiveEvents(
        {
          ...kept,
          archive,
          sleep: (milliseconds) => sleep(milliseconds),
          now: () => io.now().getTime(),
          onBatch: (count) => output.status(`${count} events are in the store`),
        },
        { since, until },
      ),
    async () => {
      await archive.close();
    },
  );
  const oldest = until.getTime() - retentionMs;
  const expired = oldest > since.getTime() ? { expiredBefore: new Date(oldest).toISOString() } : {};
  const { account, region } = parseArn(arn);
  const late = new Date(until.getTime() - LATE_MS).toISOString();
  const window = { since: since.toISOString(), until: until.toISOString(), mayLackFrom: late, ...expired };
  // A run that took nothing is not in the store, so nobody can replay it.
  const of = { archive: arn, bus, account, region, ...(told.events > 0 && { run }) };
  output.result({ ...of, ...window, ...told }, () => describeArchivedEvents(name, told, window, next));
  return told.left.length === 0 && !("expiredBefore" in expired) ? EXIT.done : EXIT.partial;
}
