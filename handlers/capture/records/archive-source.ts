import type { EventArchive } from "../../../modules/drain/events/archive-reader.ts";
import { strange } from "../../../modules/drain/events/strange.ts";
import type { FailedMessage } from "../../../modules/drain/ports.ts";
import { beginEvents, readableUntil } from "../../../modules/drain/records/begin-events.ts";
import { readEvents } from "../../../modules/drain/records/read-events.ts";
import { MOST_CHUNKS } from "../../../modules/drain/records/read-on.ts";
import type { RecordSource } from "./source.ts";

const MINUTE = 60_000;
/** A replay begins and ends within one call, so that nothing is left between two: a runner ends after 15 minutes. */
const CALL = 12 * MINUTE;
/** A rule has to settle, a replay to begin, and its queue to be quiet: one that has less time is not begun. */
const LEAST = 5 * MINUTE;
/** What is younger than ten minutes is not read yet, and reading takes its time. */
const LATE = 40 * MINUTE;

/** `ask`: the archive, asked anew. Undefined: it is gone. */
export async function archiveSource(
  ask: () => Promise<EventArchive | undefined>,
): Promise<RecordSource | undefined> {
  const archive = await ask();
  if (archive === undefined) return undefined;
  return {
    retentionMs: archive.retentionMs,
    callMs: CALL,
    lateMs: LATE,
    begin: async (earlier, windowMs, began) => beginEvents(archive, earlier, windowMs, began),
    read: async (ports, index, { began, end }, goesOn) => {
      const nothing = { index, finished: false, records: 0, throttled: 0, behind: [] };
      if (index.chunks.length >= MOST_CHUNKS)
        return {
          ...nothing,
          isFull: true,
          told: [
            `its events take more than ${MOST_CHUNKS} parts, which is the most that a point names: ask for a shorter protect.events.eventbridge`,
          ],
        };
      if (end - ports.now() < LEAST) return { ...nothing, isFull: false, told: [] };
      const madeNow = async (): Promise<string | undefined> => (await ask())?.made;
      const target = readableUntil(began);
      const read = await readEvents({ ...ports, archive, madeNow }, index, { target, end }, () =>
        goesOn(ports.now()),
      );
      return {
        ...read,
        ...{ throttled: 0, isFull: false, behind: [] },
        told: [...strange(read.strangers), ...leftOver(read.left)],
      };
    },
  };
}

/** Many are told by their number: an hour in which nothing can be deleted leaves hundreds. */
function leftOver(left: readonly FailedMessage[]): string[] {
  const [first] = left;
  if (first === undefined) return [];
  const more = left.length === 1 ? " is left" : ` and ${left.length - 1} more are left`;
  return [
    `${first.id}${more}: the next run tries again, and you can from a day after it was made on: ${first.why}`,
  ];
}
