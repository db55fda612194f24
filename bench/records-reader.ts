import { randomBytes, randomUUID } from "node:crypto";
import type { ArchiveReader, EventArchive, ReceivedEvent } from "../modules/drain/events/archive-reader.ts";
import { beginEvents, readableUntil } from "../modules/drain/records/begin-events.ts";
import { beginFrom } from "../modules/drain/records/begin-from.ts";
import { readEvents } from "../modules/drain/records/read-events.ts";
import { readOn } from "../modules/drain/records/read-on.ts";
import type { ReadStream } from "../modules/drain/stream.ts";
import type { Content } from "../modules/recovery/store.ts";

/** A process of its own, for the memory that reading takes: `stream` or `archive`, from a source that makes what it is asked for. */
const START = Date.UTC(2026, 10, 29, 12);
const SHARDS = 4;
/** Of each shard: an eighth of an hour's worth. */
const RECORDS = 2_000;
const RECORD = 64 * 1024;
/** As many as one replay may hand out, and somewhat less. */
const EVENTS = 240_000;
const EVENT = 1024;

let now = START;
const ports = {
  random: randomBytes,
  wrap: async () => [],
  /** As the store reads it once. */
  keep: async (bytes: Content) => {
    for await (const _ of bytes.open());
  },
  sleep: async (milliseconds: number) => {
    now += milliseconds;
  },
  now: () => now,
};

const stream: ReadStream = {
  ...{ arn: "arn:aws:kinesis:us-east-1:123456789012:stream/clicks", made: "2026-11-01T00:00:00.000Z" },
  retentionMs: 86_400_000,
  shards: async () =>
    Array.from({ length: SHARDS }, (_, n) => ({
      ...{ id: `shardId-${n}`, start: BigInt(n), end: BigInt(n), parents: [] },
    })),
  iterator: async () => "0",
  read: async (from, most) => {
    const first = Number(from);
    const records = Array.from({ length: Math.min(most, RECORDS - first) }, (_, n) => ({
      ...{ sequence: String(first + n + 1), partitionKey: `user-${n}`, data: randomBytes(RECORD) },
      arrived: new Date(START - 3_600_000),
    }));
    const next = first + records.length;
    return { records, next: String(next), behindMs: RECORDS - next, children: [] };
  },
};

function replay(): ArchiveReader {
  let handed = 0;
  return {
    arn: archive.arn,
    open: async () => undefined,
    start: async () => true,
    hasEnded: async () => handed === EVENTS,
    receive: async () => {
      const count = Math.min(10, EVENTS - handed);
      handed += count;
      now += count === 0 ? 5_000 : 1;
      return Array.from({ length: count }, (): ReceivedEvent => {
        const [id, time] = [randomUUID(), "2026-11-29T11:00:00Z"];
        const body = JSON.stringify({ id, time, detail: randomBytes((EVENT * 3) / 4).toString("base64") });
        return { message: { id, body, attributes: {} }, receipt: "", time, source: "shop" };
      });
    },
    strangers: () => 0,
    remove: async () => undefined,
    close: async () => [],
  };
}

const archive: EventArchive = {
  ...{ arn: "arn:aws:events:us-east-1:123456789012:archive/orders", bus: "shop" },
  ...{ made: "2026-11-01T00:00:00.000Z", retentionMs: 30 * 86_400_000, events: EVENTS },
  reader: replay,
  sweep: async () => [],
};

async function readStream(): Promise<number> {
  const { index } = await beginFrom(stream, undefined, 7_200_000, now);
  const read = await readOn({ ...ports, stream, madeNow: async () => stream.made }, index, async () => true);
  return read.records;
}

async function readArchive(): Promise<number> {
  const { index } = beginEvents(archive, undefined, 7_200_000, now);
  const window = { target: readableUntil(now), end: now + 3_600_000 };
  const from = { ...ports, archive, madeNow: async () => archive.made };
  return (await readEvents(from, { ...index, slice: 1440 }, window, async () => true)).records;
}

const [wanted, read] =
  process.argv[2] === "archive" ? [EVENTS, await readArchive()] : [SHARDS * RECORDS, await readStream()];
if (read !== wanted) throw new Error(`it read ${read} of ${wanted}`);
