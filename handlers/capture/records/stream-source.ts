import { beginFrom } from "../../../modules/drain/records/begin-from.ts";
import { MOST_CHUNKS, readOn } from "../../../modules/drain/records/read-on.ts";
import type { RecordStream } from "../../../modules/drain/stream.ts";
import type { RecordSource } from "./source.ts";

/** A runner ends after 15 minutes, and writes the point in what is left. */
const CALL = 8 * 60_000;
const LATE = 15 * 60_000;

/** `ask`: the stream, asked anew. Undefined: it is gone. */
export async function streamSource(
  ask: () => Promise<RecordStream | undefined>,
): Promise<RecordSource | undefined> {
  const stream = await ask();
  if (stream === undefined) return undefined;
  return {
    retentionMs: stream.retentionMs,
    callMs: CALL,
    lateMs: LATE,
    begin: (earlier, windowMs, began) => beginFrom(stream, earlier, windowMs, began),
    read: async (ports, index, { end }, goesOn) => {
      const called = ports.now();
      const madeNow = async (): Promise<string | undefined> => (await ask())?.made;
      const read = await readOn({ ...ports, stream, madeNow }, index, async (at) => at < end && goesOn(at));
      const gained = Date.parse(read.index.until) - Date.parse(index.until);
      return {
        ...read,
        told: [
          ...(read.isFull
            ? [
                `its records take more than ${MOST_CHUNKS} parts, which is the most that a point names: ask for a shorter protect.events.kinesis`,
              ]
            : []),
        ],
        behind: read.finished ? [] : outrun(gained, ports.now() - called),
      };
    },
  };
}

/** Milliseconds of the stream that were read, in how many. Less than a minute says nothing of its pace. */
function outrun(gained: number, elapsed: number): string[] {
  if (elapsed < 60_000 || gained >= elapsed) return [];
  const behind = Math.round(60 * (1 - gained / elapsed));
  return [
    `its records came faster than they are read: an hour of reading falls behind by ${behind} minutes, and never catches up at that pace`,
  ];
}
