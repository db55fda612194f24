import type { KeptMessage } from "./message.ts";
import type { KeyMaker, RunStore } from "./ports.ts";
import type { ReadRecords, ReadStream, StreamRecord, StreamShard } from "./stream.ts";
import { RunWriter } from "./write-run.ts";

/**
 * What an archive takes of each shard: one of five reads a second, and a quarter of the 2 MiB that all its readers share.
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const READ_EVERY_MS = 1000;
const BYTES_PER_SECOND = 512 * 1024;
/** Records of the first read: of the largest that most streams take, no answer is over 10 MiB, which stops other readers. */
const FIRST = 10;
const MOST = 10_000;
/**
 * Kinesis does not say that times of arrival rise from record to record: only an answer that lies so far behind the window
 * ends a shard. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
 */
const OUT_OF_ORDER_MS = 60_000;
/** A shard that is throttled so often in a row is left to its consumers. */
const MAX_THROTTLED = 60;

/** From when to when. */
export interface Window {
  readonly since: Date;
  readonly until: Date;
}

export interface Archived {
  readonly records: number;
  readonly batches: number;
  readonly bytes: number;
  readonly shards: number;
  /** When the first and the last of them arrived, ISO 8601. */
  readonly first?: string;
  readonly last?: string;
  /** Reads that were refused because others read as well. */
  readonly throttled: number;
  /** Shards of which records may have expired before they were read. */
  readonly overtaken: readonly string[];
}

type Ports = RunStore &
  KeyMaker & {
    readonly stream: ReadStream;
    readonly sleep: (milliseconds: number) => Promise<void>;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    readonly onBatch: (records: number) => void;
  };

interface OpenShard {
  readonly shard: StreamShard;
  iterator: string;
  /** The last record that was kept. */
  last?: string;
  /** Not read again before. */
  nextAt: number;
  limit: number;
  refused: number;
}

/**
 * Keeps the records of a window, those of a shard in their order, and those of the shards that it came from before them.
 * The stream is only read.
 * @throws Error of the call that failed; without an end the run can be replayed as far as it came
 */
export async function archiveStream(ports: Ports, window: Window): Promise<Archived> {
  const { stream } = ports;
  const writer = new RunWriter(ports, stream.arn);
  const known = new Map((await stream.shards(window.since)).map((one) => [one.id, one]));
  const [open, done] = [new Map<string, OpenShard>(), new Set<string>()];
  const overtaken = new Set<string>();
  let [bytes, throttled] = [0, 0];
  const times: number[] = [];
  try {
    for (;;) {
      for (const shard of known.values())
        if (!open.has(shard.id) && !done.has(shard.id) && isNext(shard, known, done))
          open.set(shard.id, await opened(ports, shard, window.since));
      const one = [...open.values()].toSorted((a, b) => a.nextAt - b.nextAt)[0];
      if (one === undefined) break;
      await ports.sleep(Math.max(0, one.nextAt - ports.now()));
      const answer = await stream.read(one.iterator, one.limit);
      if (answer === "throttled") {
        throttled += 1;
        if (++one.refused > MAX_THROTTLED)
          throw new Error(
            `shard ${one.shard.id} of ${stream.arn} has no read left: its consumers take all of them`,
          );
        one.nextAt = ports.now() + 2 * READ_EVERY_MS;
        continue;
      }
      if (answer === "expired") {
        one.iterator = await stream.iterator(one.shard.id, one.last ?? window.since);
        continue;
      }
      one.refused = 0;
      const kept = answer.records.filter(({ arrived }) => arrived <= window.until);
      if (kept.length > 0) {
        await writer.add(kept.map((record) => messageOf(record, one.shard)));
        one.last = kept.at(-1)?.sequence ?? "";
        const arrived = kept.map((record) => record.arrived.getTime());
        times.push(Math.min(...arrived), Math.max(...arrived));
        ports.onBatch(writer.messages);
      }
      const size = answer.records.reduce((sum, { data }) => sum + data.length, 0);
      bytes += kept.reduce((sum, { data }) => sum + data.length, 0);
      if (answer.behindMs >= stream.retentionMs - READ_EVERY_MS) overtaken.add(one.shard.id);
      for (const child of answer.children) known.set(child.id, known.get(child.id) ?? child);
      if (isOver(answer, window.until, one.limit)) {
        open.delete(one.shard.id);
        done.add(one.shard.id);
      } else moveOn(one, answer, size, ports.now());
    }
    await writer.end();
  } finally {
    writer.close();
  }
  times.sort((a, b) => a - b);
  const [first, last] = [times.at(0), times.at(-1)];
  return {
    ...{ records: writer.messages, batches: writer.batches, bytes, shards: done.size, throttled },
    ...(first !== undefined && { first: new Date(first).toISOString() }),
    ...(last !== undefined && { last: new Date(last).toISOString() }),
    overtaken: [...overtaken].sort(),
  };
}

/** A shard is read when those that it came from are. */
function isNext(
  { parents }: StreamShard,
  known: ReadonlyMap<string, StreamShard>,
  done: ReadonlySet<string>,
): boolean {
  return parents.every((parent) => done.has(parent) || !known.has(parent));
}

async function opened({ stream, now }: Ports, shard: StreamShard, since: Date): Promise<OpenShard> {
  const iterator = await stream.iterator(shard.id, since);
  return { shard, iterator, nextAt: now(), limit: FIRST, refused: 0 };
}

/**
 * It is read to its end, to its newest record, or to where all came after the window. An answer of as many as were asked for
 * may have others behind it, however new they are.
 */
function isOver({ records, next, behindMs }: ReadRecords, until: Date, asked: number): boolean {
  if (next === undefined || (behindMs === 0 && records.length < asked)) return true;
  const last = until.getTime() + OUT_OF_ORDER_MS;
  return records.length > 0 && records.every(({ arrived }) => arrived.getTime() > last);
}

/** The next answer is to be as large as the budget of one read. */
function moveOn(one: OpenShard, { records, next = "" }: ReadRecords, size: number, now: number): void {
  one.iterator = next;
  one.nextAt = now + Math.max(READ_EVERY_MS, (size / BYTES_PER_SECOND) * 1000);
  if (records.length > 0)
    one.limit = Math.min(
      MOST,
      Math.max(1, Math.floor((BYTES_PER_SECOND * records.length) / Math.max(size, 1))),
    );
}

/** Kinesis does not tell the hash key that a producer gave: one that its partition key does not lead to its shard had one. */
function messageOf(
  { sequence, partitionKey, keyHash: own, data }: StreamRecord,
  { id, start, end }: StreamShard,
): KeptMessage {
  return {
    id: `${id}:${sequence}`,
    body: Buffer.from(data).toString("base64"),
    attributes: {},
    ...(partitionKey !== undefined && { group: partitionKey }),
    ...(own !== undefined && (own < start || own > end) && { hashKey: String(start) }),
  };
}
