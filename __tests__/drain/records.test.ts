import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { isChunk } from "../../modules/drain/format.ts";
import { type Begun, beginFrom, newestParts, within } from "../../modules/drain/records/begin-from.ts";
import { ChunkWriter } from "../../modules/drain/records/chunk-writer.ts";
import { amountOf, isIndex, type RecordsIndex } from "../../modules/drain/records/index-form.ts";
import { type ReadOn, readOn } from "../../modules/drain/records/read-on.ts";
import { RecordReader } from "../../modules/protectors/kinesis-stream/records.ts";
import { collect, sha256 } from "../../modules/recovery/bytes.ts";
import type { Wrap } from "../../modules/recovery/manifest.ts";
import { unseal } from "../../modules/recovery/secrets.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { MemoryStream } from "./memory-stream.ts";

const ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";
const SECRET = "card 4711";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let stream: MemoryStream;
let blobs: Map<string, Uint8Array>;
let keys: Uint8Array[];
let put: number;

beforeEach(() => {
  stream = new MemoryStream(ARN, 4);
  [blobs, keys, put] = [new Map(), [], 0];
});

/** The key of a wrap is its place among those that were made. */
const ports = (of: MemoryStream) => ({
  stream: of,
  madeNow: async (): Promise<string | undefined> => of.made,
  sleep: async (milliseconds: number) => {
    of.now += milliseconds;
  },
  now: () => of.now,
  random: randomBytes,
  wrap: async (plaintext: Uint8Array): Promise<Wrap[]> => {
    const wrapped = String(keys.push(Uint8Array.from(plaintext)) - 1);
    return [{ site: "us-east-1", region: "us-east-1", key: "k", wrapped, context: {} }];
  },
  keep: async ({ sha256: hash, size, open }: Parameters<Parameters<typeof readOn>[0]["keep"]>[0]) => {
    blobs.set(hash, await collect(open(), size));
  },
});

function fill(records: number): void {
  for (const end = put + records; put < end; put++) {
    stream.now += 5;
    stream.put(`user-${put % 97}`, `${SECRET} of ${put}`);
  }
}

const begin = (earlier?: RecordsIndex, window = 12 * HOUR): Promise<Begun> =>
  beginFrom(stream, earlier, window, stream.now);

/** A run that has as much time as it wants. */
async function run(earlier?: RecordsIndex, window = 12 * HOUR): Promise<RecordsIndex> {
  const { index } = await begin(earlier, window);
  const read = await readOn(ports(stream), index, always);
  expect(read.finished).toBe(true);
  return within(read.index, window);
}

/** What the chunks of an index hold, by its key, in their order. */
function heldIn({ chunks, keys: kept }: RecordsIndex): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { sha256: hash, key } of chunks) {
    const sealed = blobs.get(hash) ?? new Uint8Array();
    expect(sha256(sealed)).toBe(hash);
    const [wrap] = JSON.parse(Buffer.from(blobs.get(kept[key]?.sha256 ?? "") ?? []).toString()) as Wrap[];
    const chunk = unseal(sealed, keys[Number(wrap?.wrapped)] ?? new Uint8Array());
    if (!isChunk(chunk)) throw new Error("it is no chunk");
    for (const { group = "", body } of chunk.messages)
      found.set(group, [...(found.get(group) ?? []), Buffer.from(body, "base64").toString()]);
  }
  return found;
}

/** When what a chunk holds arrived. */
function arrivalsIn({ keys: kept }: RecordsIndex, hash: string, key: number): number[] {
  const [wrap] = JSON.parse(Buffer.from(blobs.get(kept[key]?.sha256 ?? "") ?? []).toString()) as Wrap[];
  const chunk = unseal(blobs.get(hash) ?? new Uint8Array(), keys[Number(wrap?.wrapped)] ?? new Uint8Array());
  return isChunk(chunk) ? chunk.messages.map(({ arrived = 0 }) => arrived) : [];
}

/** What was put, by its key. */
function inOrder(from: number, to: number): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let n = from; n < to; n++)
    found.set(`user-${n % 97}`, [...(found.get(`user-${n % 97}`) ?? []), `${SECRET} of ${n}`]);
  return found;
}

const always = async (): Promise<boolean> => true;
const until = (end: number) => async (at: number) => at < end;

const sorted = (of: Map<string, string[]>): [string, string[]][] =>
  [...of].sort(([a], [b]) => (a < b ? -1 : 1));

function expectHeld(index: RecordsIndex, from: number, to: number): void {
  expect(isIndex(JSON.parse(JSON.stringify(index)))).toBe(true);
  expect(sorted(heldIn(index))).toEqual(sorted(inOrder(from, to)));
  expect(amountOf(index).records).toBe(to - from);
}

describe("runs of one stream", () => {
  test("read each record once, and the last of them names all, in order for each key", async () => {
    fill(1000);
    const first = await run();
    fill(500);
    const second = await run(first);
    expectHeld(second, 0, 1500);
    expect(second.chunks.slice(0, first.chunks.length)).toEqual(first.chunks);
    expect(second.keys).toHaveLength(2);
    stream.now += MINUTE;
    const third = await run(second);
    expect(third.chunks).toEqual(second.chunks);
    expect(third.until > second.until).toBe(true);
  });

  test("go on through shards that are split and merged while they are read, and between runs", async () => {
    stream.mostOfAnswer = 50;
    fill(2000);
    let reads = 0;
    stream.onRead = () => {
      if (++reads === 3) stream.split("shardId-000000000001");
      if (reads === 5) stream.merge("shardId-000000000002", "shardId-000000000003");
      if (reads % 4 === 0 && put < 3000) fill(100);
    };
    const first = await run();
    stream.onRead = () => undefined;
    const known = put;
    stream.merge("shardId-000000000004", "shardId-000000000005");
    fill(300);
    stream.split("shardId-000000000007");
    fill(300);
    const second = await run(first);
    expect(known).toBe(3000);
    expectHeld(second, 0, 3600);
    expect(second.shards.map(({ id }) => id).sort()).toEqual([
      "shardId-000000000000",
      "shardId-000000000006",
      "shardId-000000000008",
      "shardId-000000000009",
    ]);
  });

  test("wait with a merged shard for a parent that nobody had told of when the other one ended", async () => {
    stream = new MemoryStream(ARN, 2);
    fill(400);
    stream.split("shardId-000000000000");
    fill(100);
    stream.merge("shardId-000000000003", "shardId-000000000001");
    fill(500);
    // As if it had been listed before all of that.
    const listed = [...stream.all.values()].slice(0, 2);
    const shards = stream.shards.bind(stream);
    let asked = 0;
    stream.shards = async (since) => (++asked <= 3 ? listed : shards(since));
    expectHeld(await run(), 0, 1000);
  });

  test("leave away what no longer lies in the window, and what only that needed", async () => {
    fill(100);
    const first = await run(undefined, HOUR);
    stream.now += 2 * HOUR;
    fill(100);
    const second = await run(first, HOUR);
    expectHeld(second, 100, 200);
    expect(second.keys).toHaveLength(1);
    expect(Date.parse(second.until) - Date.parse(second.since)).toBe(HOUR);
  });

  test("keep what the stream itself has lost since, where the window is longer than its retention", async () => {
    fill(100);
    let index = await run(undefined, 72 * HOUR);
    for (let hours = 0; hours < 48; hours += 12) {
      stream.now += 12 * HOUR;
      stream.expire();
      fill(100);
      index = await run(index, 72 * HOUR);
    }
    expectHeld(index, 0, 500);
  });
});

describe("a run that has no time left", () => {
  test("goes on where it was, without a gap and without a double, however often it is stopped", async () => {
    stream.mostOfAnswer = 50;
    fill(3000);
    let { index } = await begin();
    let invocations = 0;
    for (let finished = false; !finished; invocations++) {
      if (invocations === 4) stream.split("shardId-000000000000");
      if (invocations < 10) fill(50);
      const read: ReadOn = await readOn(ports(stream), index, until(stream.now + 3000));
      // As it travels from one invocation to the next.
      index = JSON.parse(JSON.stringify(read.index)) as RecordsIndex;
      ({ finished } = read);
    }
    expect(invocations).toBeGreaterThan(5);
    expectHeld(index, 0, put);
  });

  test("that is tried again after it died begins where it began, and nothing of the one that died is named", async () => {
    fill(1000);
    const { index } = await begin();
    const dying = { ...ports(stream), madeNow: () => Promise.reject(new Error("timed out")) };
    await expect(readOn(dying, index, always)).rejects.toThrow("timed out");
    const left = blobs.size;
    const read = await readOn(ports(stream), index, always);
    expect(blobs.size).toBe(2 * left);
    expectHeld(read.index, 0, 1000);
  });

  test("names what it has read as far as every shard is read", async () => {
    stream.mostOfAnswer = 50;
    fill(3000);
    const { index } = await begin();
    const read = await readOn(ports(stream), index, until(stream.now + 2000));
    expect(read.finished).toBe(false);
    const reached = Date.parse(read.index.until);
    const unread = [...stream.all.values()].flatMap(({ id, records }) => {
      const after = Number(read.index.shards.find((row) => row.id === id)?.after ?? 0);
      return records.filter(({ sequence }) => Number(sequence) > after);
    });
    expect(unread.length).toBeGreaterThan(0);
    expect(unread.every(({ arrived }) => arrived.getTime() >= reached - 1)).toBe(true);
  });
});

describe("what a run cannot keep", () => {
  test("is told where no run came in time, and the next one begins with what there is", async () => {
    fill(100);
    const first = await run();
    stream.now += 30 * HOUR;
    stream.expire();
    fill(100);
    const { index, warnings } = await begin(first, 48 * HOUR);
    expect(warnings).toEqual([
      `records of shardId-000000000000 from ${first.shards[0]?.reached} on may have expired before they were read: this point holds records from ${index.since} on alone`,
    ]);
    expectHeld((await readOn(ports(stream), index, always)).index, 100, 200);
  });

  test("is no more than two minutes where a run comes a second later than the stream keeps records", async () => {
    fill(100);
    const first = await run(undefined, 48 * HOUR);
    stream.now = Date.parse(first.until) + 24 * HOUR + 1000;
    const { index, warnings } = await begin(first, 48 * HOUR);
    expect(warnings.length).toBe(1);
    expect(Date.parse(index.since) - (stream.now - 24 * HOUR)).toBe(2 * MINUTE);
  });

  test("does not count where nobody wants it: a window that is shorter than the pause of runs is read alone", async () => {
    fill(500);
    const first = await run(undefined, HOUR);
    stream.now += 10 * HOUR;
    fill(500);
    stream.now += 10 * HOUR;
    fill(10);
    const { index, warnings } = await begin(first, HOUR);
    expect([warnings, index.chunks]).toEqual([[], []]);
    expectHeld((await readOn(ports(stream), index, always)).index, 1000, 1010);
  });

  test("is not suspected of a shard that nobody puts anything into", async () => {
    stream.put("one", "quiet");
    let index = await run();
    for (let n = 0; n < 5; n++) {
      stream.now += 20 * HOUR;
      stream.expire();
      const begun = await begin(index);
      expect(begun.warnings).toEqual([]);
      index = await run(index);
    }
    stream.put("one", "at last");
    expect([...heldIn(await run(index)).values()]).toEqual([["at last"]]);
  });

  test("fails by the name of the shard where records expire while it is read", async () => {
    fill(4000);
    stream.retentionMs = HOUR;
    const { index } = await begin(undefined, HOUR);
    let reads = 0;
    stream.onRead = () => {
      if (++reads !== 6) return;
      stream.now += 2 * HOUR;
      stream.expire();
    };
    await expect(readOn(ports(stream), index, always)).rejects.toThrow(
      /^records of shardId-\d+(, shardId-\d+)* expired before they were read: .*increase-stream-retention-period\)$/,
    );
  });

  test("fails by name where a shard that was not read to its end is gone when the run goes on", async () => {
    fill(4000);
    const { index } = await begin();
    const read = await readOn(ports(stream), index, until(stream.now + 2000));
    stream.split("shardId-000000000002");
    stream.now += 25 * HOUR;
    stream.expire();
    await expect(readOn(ports(stream), read.index, always)).rejects.toThrow(
      /^records of shardId-000000000002 expired/,
    );
  });

  test("fails by name where the stream was made anew, or deleted, while it is read", async () => {
    fill(400);
    const { index } = await begin();
    const read = await readOn(ports(stream), index, until(stream.now + 2000));
    const anew = "2026-11-29T01:00:00.000Z";
    const within = { ...ports(stream), madeNow: async () => anew };
    await expect(readOn(within, read.index, until(stream.now + 1000))).rejects.toThrow(
      `${ARN} was made again at ${anew} while its records were read`,
    );
    const gone = { ...ports(stream), madeNow: async () => undefined };
    await expect(readOn(gone, read.index, until(stream.now + 1000))).rejects.toThrow(
      `${ARN} was deleted while`,
    );
    stream.makeAnew(anew);
    await expect(readOn(ports(stream), read.index, always)).rejects.toThrow(`was made again at ${anew}`);
  });

  test("is left to the points of before where the stream was made anew between two runs", async () => {
    fill(400);
    const first = await run();
    stream.makeAnew("2026-11-29T01:00:00.000Z");
    fill(100);
    const { index, warnings } = await begin(first);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^it was made again at 2026-11-29T01:00:00.000Z, .* this point holds records from \S+Z on alone$/,
      ),
    ]);
    expectHeld((await readOn(ports(stream), index, always)).index, 400, 500);
  });

  test("and fits into no point is left to the next run: as far as it came, nothing is lost", async () => {
    stream.mostOfAnswer = 50;
    fill(3000);
    const { index } = await begin();
    const wide = "w".repeat(900_000);
    for (let n = 0; n < 40; n++) {
      stream.now += 5;
      stream.put(`user-${n}`, wide);
    }
    const read = await readOn({ ...ports(stream), mostChunks: 2 }, index, always);
    expect(read).toMatchObject({ finished: false, isFull: true });
    expect(read.index.chunks.length).toBeLessThanOrEqual(3);
    const rest = await readOn(ports(stream), read.index, always);
    expect([rest.finished, rest.isFull]).toEqual([true, false]);
    expect(amountOf(rest.index).records).toBe(3040);
  });

  test("and of which a window takes more parts than a point names is read on: the newest are held, whole from when on it says", async () => {
    const wide = "w".repeat(900_000);
    let { index } = await begin();
    const times: number[] = [];
    let calls = 0;
    for (let isFinished = false; !isFinished; calls++) {
      expect(calls).toBeLessThan(20);
      for (let n = 0; n < (calls < 2 ? 20 : 0); n++) {
        stream.now += 5;
        times.push(stream.now);
        stream.put(`user-${n}`, wide);
      }
      const read = await readOn({ ...ports(stream), mostChunks: 4 }, newestParts(index, 4), always);
      ({ index } = read);
      isFinished = read.finished && calls >= 2;
    }
    const since = Date.parse(index.since);
    const newest = times.filter((at) => at >= since).length;
    expect(newest).toBeGreaterThan(0);
    expect(newest).toBeLessThan(times.length);
    const held = index.chunks.flatMap(({ sha256: hash, key }) => arrivalsIn(index, hash, key));
    expect(held.filter((at) => at >= since).sort()).toEqual(times.filter((at) => at >= since));
    expect(newestParts(index, 1000)).toBe(index);
  });

  test("and what consumers leave no read for fails by the name of the shard", async () => {
    fill(10);
    stream.read = async () => "throttled";
    const { index } = await begin();
    await expect(readOn(ports(stream), index, always)).rejects.toThrow("its consumers take all of them");
  });
});

describe("calls that fail for reasons that pass", () => {
  test("are made again after a pause, of reads and of iterators, and each record is kept once", async () => {
    fill(300);
    const [read, iterator] = [stream.read.bind(stream), stream.iterator.bind(stream)];
    const calls = { read: 0, iterator: 0 };
    stream.read = async (...asked) => {
      if (++calls.read % 3 === 0) throw awsError("KMSThrottlingException", 400, "slower");
      return read(...asked);
    };
    stream.iterator = async (...asked) => {
      if (++calls.iterator === 2) throw awsError("ProvisionedThroughputExceededException", 400, "slower");
      return iterator(...asked);
    };
    const began = stream.now;
    expectHeld(await run(), 0, 300);
    expect(calls.iterator).toBe(5);
    expect(stream.now - began).toBeGreaterThanOrEqual(1000);
  });

  test("are given up after four minutes, by their own words, and others at once", async () => {
    fill(10);
    const { index } = await begin();
    let reads = 0;
    const began = stream.now;
    stream.read = async () => {
      reads++;
      throw awsError("InternalFailure", 500, "it broke");
    };
    await expect(readOn(ports(stream), index, until(began + HOUR))).rejects.toThrow("it broke");
    expect(stream.now - began).toBeLessThan(5 * MINUTE);
    reads = 0;
    stream.read = async () => {
      reads++;
      throw awsError("KMSDisabledException", 400, "disabled");
    };
    await expect(readOn(ports(stream), index, always)).rejects.toThrow("disabled");
    expect(reads).toBe(1);
  });
});

test("reads of records are attempts that are counted: the SDK makes none of its own", async () => {
  const client = new RecordReader({ region: "us-east-1", maxAttempts: 10, retryMode: "adaptive" });
  expect(await client.config.maxAttempts()).toBe(1);
});

test("chunks of small records hold no more text than is read again at once, keys and ids counted", async () => {
  stream = new MemoryStream(ARN, 1);
  const key = "k".repeat(200);
  for (let n = 0; n < 20_000; n++) stream.put(key, "");
  const index = await run();
  expect(amountOf(index).records).toBe(20_000);
  expect(index.chunks.length).toBeGreaterThan(1);
  for (const { size, records } of index.chunks) {
    expect(size).toBeLessThan(6 * 1024 * 1024);
    expect(records).toBeLessThan(20_000);
  }
});

test("what nobody would read again is not sealed", async () => {
  const writer = new ChunkWriter(ports(stream), stream, 0);
  const body = "A".repeat(64 * 1024 * 1024);
  await expect(writer.add([{ id: "shardId-000000000000:1", body, attributes: {} }])).rejects.toThrow(
    /^1 records from shardId-000000000000:1 on take \d+ bytes, and no more than 67108864 are read again$/,
  );
  expect(writer.chunks).toEqual([]);
});

test("nothing of a record is in clear, and a stream of which nothing came costs nothing", async () => {
  fill(100);
  await run();
  for (const bytes of blobs.values()) expect(Buffer.from(bytes).toString("latin1")).not.toContain(SECRET);
  blobs.clear();
  stream = new MemoryStream(ARN, 2);
  const index = await run();
  expect([index.chunks, index.keys, blobs.size]).toEqual([[], [], 0]);
});
