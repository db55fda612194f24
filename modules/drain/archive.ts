import type { KeyMaker, RunStore } from "./ports.ts";
import { type ReadShards, readShards } from "./read-shards.ts";
import type { ReadRecords, ReadStream } from "./stream.ts";
import { RunWriter } from "./write-run.ts";

/**
 * Kinesis does not say that times of arrival rise from record to record: only an answer that lies so far behind the window
 * ends a shard. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
 */
const OUT_OF_ORDER_MS = 60_000;

/** From when to when. */
export interface Window {
  readonly since: Date;
  readonly until: Date;
}

export interface Archived extends Omit<ReadShards, "places" | "ended" | "finished"> {
  readonly records: number;
  readonly batches: number;
}

type Ports = RunStore &
  KeyMaker & {
    readonly stream: ReadStream;
    readonly sleep: (milliseconds: number) => Promise<void>;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    readonly onBatch: (records: number) => void;
  };

/**
 * Keeps the records of a window, those of a shard in their order, and those of the shards that it came from before them.
 * The stream is only read.
 * @throws Error of the call that failed; without an end the run can be replayed as far as it came
 */
export async function archiveStream(ports: Ports, { since, until }: Window): Promise<Archived> {
  const { stream } = ports;
  const writer = new RunWriter(ports, stream.arn);
  try {
    const {
      places: _,
      ended: __,
      finished: ___,
      ...read
    } = await readShards(ports, { places: [], ended: [] }, await stream.shards(since), {
      since,
      takes: ({ arrived }) => arrived <= until,
      rests: (answer, asked) => isOver(answer, until, asked),
      goesOn: async () => true,
      keep: async (messages) => {
        await writer.add(messages);
        ports.onBatch(writer.messages);
      },
    });
    await writer.end();
    return { records: writer.messages, batches: writer.batches, ...read };
  } finally {
    writer.close();
  }
}

/**
 * It is read to its newest record, or to where all came after the window. An answer of as many as were asked for may have
 * others behind it, however new they are.
 */
function isOver({ records, behindMs }: ReadRecords, until: Date, asked: number): boolean {
  if (behindMs === 0 && records.length < asked) return true;
  const last = until.getTime() + OUT_OF_ORDER_MS;
  return records.length > 0 && records.every(({ arrived }) => arrived.getTime() > last);
}
