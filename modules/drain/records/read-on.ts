import { type ReadShards, readShards } from "../read-shards.ts";
import type { ReadRecords, ReadStream } from "../stream.ts";
import { type ChunkPorts, ChunkWriter } from "./chunk-writer.ts";
import { type RecordsIndex, rowOf, standingOf } from "./index-form.ts";
import { requireSame } from "./require-same.ts";

/** What one manifest names. */
export const MOST_CHUNKS = 9000;

export interface RecordPorts extends ChunkPorts {
  readonly stream: ReadStream;
  /** When the stream of that name was made, asked anew. Undefined: there is none. */
  readonly madeNow: () => Promise<string | undefined>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** By default as many as a manifest names. */
  readonly mostChunks?: number;
}

export interface ReadOn extends Pick<ReadShards, "finished" | "throttled"> {
  readonly index: RecordsIndex;
  /** That were read now. */
  readonly records: number;
  /** It names as many chunks as a point can: reading on has to leave some away. */
  readonly isFull: boolean;
}

/**
 * Reads a stream on from where an index stands, to its newest records or as long as it may go on. What it returns names all
 * records between the two times that it says, each once.
 * @throws Error where that cannot be: records expired before they were read, the stream was made again, or a call failed
 */
export async function readOn(
  ports: RecordPorts,
  index: RecordsIndex,
  goesOn: (at: number) => Promise<boolean>,
): Promise<ReadOn> {
  const { stream } = ports;
  requireSame(index, stream.made);
  const standing = standingOf(index);
  const all = await stream.shards();
  const told = new Set(all.map(({ id }) => id));
  const gone = standing.places.find(({ shard }) => !told.has(shard.id));
  if (gone !== undefined) throw expired([gone.shard.id]);
  const writer = new ChunkWriter(ports, stream, index.keys.length);
  const { mostChunks = MOST_CHUNKS } = ports;
  const isFull = (): boolean => index.chunks.length + writer.chunks.length >= mostChunks;
  try {
    const read = await readShards(ports, standing, all, {
      since: new Date(index.since),
      takes: () => true,
      rests: isCaughtUp,
      goesOn: async (at) => !isFull() && (await goesOn(at)),
      keep: (messages) => writer.add(messages),
    });
    await writer.flush();
    if (read.overtaken.length > 0) throw expired(read.overtaken);
    requireSame(index, await ports.madeNow());
    const { places, ended, finished, throttled } = read;
    const reached = Math.min(ports.now(), ...places.map((place) => place.reached));
    const until = new Date(Math.max(reached, Date.parse(index.until))).toISOString();
    return {
      ...{ finished, throttled, isFull: !finished && isFull() },
      records: writer.chunks.reduce((sum, { records }) => sum + records, 0),
      index: {
        ...index,
        until,
        chunks: [...index.chunks, ...writer.chunks],
        keys: [...index.keys, ...(writer.key === undefined ? [] : [writer.key])],
        shards: places.map(rowOf),
        ended,
      },
    };
  } finally {
    writer.close();
  }
}

/** An answer of as many as were asked for may have others behind it, however new they are. */
function isCaughtUp({ records, behindMs }: ReadRecords, asked: number): boolean {
  return behindMs === 0 && records.length < asked;
}

function expired(shards: readonly string[]): Error {
  return new Error(
    `records of ${shards.join(", ")} expired before they were read: they arrive faster than a quarter of what a shard gives, or no run came in time; keep them longer in the stream (aws kinesis increase-stream-retention-period)`,
  );
}
