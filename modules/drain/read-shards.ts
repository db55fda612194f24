import { failureOf } from "../core/failure.ts";
import type { KeptMessage } from "./message.ts";
import type { ReadRecords, ReadStream, StreamRecord, StreamShard } from "./stream.ts";

/**
 * What is taken of each shard: one of five reads a second, and a quarter of the 2 MiB that all its readers share.
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const READ_EVERY_MS = 1000;
const BYTES_PER_SECOND = 512 * 1024;
/** Records of the first read: of the largest that most streams take, no answer is over 10 MiB, which stops other readers. */
const FIRST = 10;
const MOST = 10_000;
/** A shard that is throttled so often in a row is left to its consumers. */
const MAX_THROTTLED = 60;
/** A call that fails so often in a row, for reasons that pass, has failed: with pauses of half a minute at most, for 4 minutes. */
const MAX_FAULTS = 12;
const LONGEST_PAUSE_MS = 30_000;

/** A shard that is not read to its end, and where it is read on. */
export interface ShardPlace {
  readonly shard: StreamShard;
  /** The last record that was taken. Absent: none was yet. */
  readonly after?: string;
  /** All that arrived before is read: milliseconds since 1970. */
  readonly reached: number;
}

/** How far a stream is read. */
export interface Standing {
  readonly places: readonly ShardPlace[];
  /** Shards that are closed, and read to their end. */
  readonly ended: readonly string[];
}

export interface ReadShards extends Standing {
  /** Whether each shard is read as far as was wanted. */
  readonly finished: boolean;
  /** That were read from. */
  readonly shards: number;
  /** Of what was taken. */
  readonly bytes: number;
  /** When the first and the last of it arrived, ISO 8601. */
  readonly first?: string;
  readonly last?: string;
  /** Reads that were refused because others read as well. */
  readonly throttled: number;
  /** Shards of which records may have expired before they were read. */
  readonly overtaken: readonly string[];
}

interface ReadPorts {
  readonly stream: ReadStream;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is read, and how far. */
export interface Reading {
  /** Where a shard begins of which nothing was taken yet. */
  readonly since: Date;
  readonly takes: (record: StreamRecord) => boolean;
  /** Whether a shard is left for now, after an answer to a read of so many. */
  readonly rests: (answer: ReadRecords, asked: number) => boolean;
  /** Whether a read may begin then: milliseconds since 1970. */
  readonly goesOn: (at: number) => Promise<boolean>;
  /** Never with nothing; the messages of one shard, in their order. */
  readonly keep: (messages: readonly KeptMessage[]) => Promise<void>;
}

interface OpenShard {
  readonly shard: StreamShard;
  iterator: string;
  after: string | undefined;
  reached: number;
  /** An answer has told how far it is read. */
  begun: boolean;
  /** Not read again before. */
  nextAt: number;
  limit: number;
  refused: number;
  faults: number;
}

/**
 * Reads shards on from where they stand, each in its order, and those that one came from to their end before it. The stream
 * is only read.
 * @param known shards that there are, also such as are not begun
 * @throws Error of the call that failed
 */
export async function readShards(
  { stream, sleep, now }: ReadPorts,
  { places, ended: before }: Standing,
  known: readonly StreamShard[],
  { since, takes, rests, goesOn, keep }: Reading,
): Promise<ReadShards> {
  const shards = new Map([...known, ...places.map(({ shard }) => shard)].map((one) => [one.id, one]));
  const [open, resting] = [new Map<string, OpenShard>(), new Map<string, OpenShard>()];
  const [ended, endedAt, overtaken] = [new Set(before), new Map<string, number>(), new Set<string>()];
  const begun = new Map(places.map((place) => [place.shard.id, place]));
  const used = new Set<string>();
  let [bytes, throttled] = [0, 0];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (;;) {
    for (const shard of shards.values())
      if (!open.has(shard.id) && !resting.has(shard.id) && !ended.has(shard.id) && isNext(shard))
        open.set(shard.id, await opened(shard));
    const one = [...open.values()].toSorted((a, b) => a.nextAt - b.nextAt)[0];
    if (one === undefined || !(await goesOn(Math.max(one.nextAt, now())))) break;
    await sleep(Math.max(0, one.nextAt - now()));
    const at = now();
    if (one.begun && one.reached < at - stream.retentionMs) overtaken.add(one.shard.id);
    const answer = await stream.read(one.iterator, one.limit).catch((error: unknown) => {
      if (++one.faults > MAX_FAULTS || !isPassing(error)) throw error;
      return "fault" as const;
    });
    if (answer === "fault") {
      one.nextAt = now() + pauseAfter(one.faults);
      continue;
    }
    one.faults = 0;
    if (answer === "throttled") {
      throttled += 1;
      if (++one.refused > MAX_THROTTLED)
        throw new Error(
          `shard ${one.shard.id} of ${stream.arn} has no read left: its consumers take all of them`,
        );
      one.nextAt = now() + 2 * READ_EVERY_MS;
      continue;
    }
    if (answer === "expired") {
      one.iterator = await iteratorOf(one.shard.id, one.after);
      continue;
    }
    one.refused = 0;
    used.add(one.shard.id);
    const taken = answer.records.filter(takes);
    if (taken.length > 0) {
      await keep(taken.map((record) => messageOf(record, one.shard)));
      one.after = taken.at(-1)?.sequence ?? "";
      for (const { arrived } of taken) {
        first = Math.min(first, arrived.getTime());
        last = Math.max(last, arrived.getTime());
      }
    }
    const size = answer.records.reduce((sum, { data }) => sum + data.length, 0);
    bytes += taken.reduce((sum, { data }) => sum + data.length, 0);
    one.reached = Math.max(one.reached, at - answer.behindMs);
    one.begun = true;
    await learn(answer.children);
    if (answer.next === undefined) {
      open.delete(one.shard.id);
      ended.add(one.shard.id);
      endedAt.set(one.shard.id, one.reached);
    } else {
      const asked = one.limit;
      moveOn(one, answer, size, now());
      if (!rests(answer, asked)) continue;
      open.delete(one.shard.id);
      resting.set(one.shard.id, one);
    }
  }
  return {
    ...{ bytes, throttled, shards: used.size, finished: open.size === 0 },
    places: [...resting.values(), ...open.values()].map(placeOf),
    ended: [...ended],
    ...(last >= first && { first: new Date(first).toISOString(), last: new Date(last).toISOString() }),
    overtaken: [...overtaken].sort(),
  };

  /** A shard is read when those that it came from are, each to its end. */
  function isNext({ parents }: StreamShard): boolean {
    return parents.every((parent) => ended.has(parent) || !shards.has(parent));
  }

  async function opened(shard: StreamShard): Promise<OpenShard> {
    const place = begun.get(shard.id);
    const { after, reached } = place ?? { after: undefined, reached: reachedBefore(shard) };
    const iterator = await iteratorOf(shard.id, after);
    const isBegun = place !== undefined;
    const tries = { refused: 0, faults: 0 };
    return { shard, iterator, after, reached, begun: isBegun, nextAt: now(), limit: FIRST, ...tries };
  }

  /** A shard gives five of them a second, to all who read it. */
  async function iteratorOf(id: string, after: string | undefined): Promise<string> {
    for (let faults = 1; ; faults++)
      try {
        return await stream.iterator(id, after ?? since);
      } catch (error) {
        if (faults > MAX_FAULTS || !isPassing(error)) throw error;
        await sleep(pauseAfter(faults));
      }
  }

  /** What a shard came from was read to its end then. */
  function reachedBefore({ parents }: StreamShard): number {
    return Math.max(since.getTime(), ...parents.map((parent) => endedAt.get(parent) ?? 0));
  }

  /** What merges with a shard that nobody has told of yet would be read before that one: all are asked for. */
  async function learn(children: readonly StreamShard[]): Promise<void> {
    const isStrange = children.some(({ parents }) => parents.some((id) => !shards.has(id) && !ended.has(id)));
    for (const one of isStrange ? [...(await stream.shards()), ...children] : children)
      if (!shards.has(one.id)) shards.set(one.id, one);
  }
}

function placeOf({ shard, after, reached }: OpenShard): ShardPlace {
  return { shard, ...(after !== undefined && { after }), reached };
}

function pauseAfter(faults: number): number {
  return Math.min(LONGEST_PAUSE_MS, 2 ** (faults - 1) * READ_EVERY_MS);
}

const NETWORK =
  /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|TimeoutError|NetworkingError)$/;

function isPassing(error: unknown): boolean {
  const { name = "", code = "" } = error as { readonly name?: string; readonly code?: string };
  return /^(throttled|fault)$/.test(failureOf(error)) || NETWORK.test(name) || NETWORK.test(code);
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
  { sequence, partitionKey, keyHash: own, data, arrived }: StreamRecord,
  { id, start, end }: StreamShard,
): KeptMessage {
  return {
    id: `${id}:${sequence}`,
    body: Buffer.from(data).toString("base64"),
    attributes: {},
    arrived: arrived.getTime(),
    ...(partitionKey !== undefined && { group: partitionKey }),
    ...(own !== undefined && (own < start || own > end) && { hashKey: String(start) }),
  };
}
