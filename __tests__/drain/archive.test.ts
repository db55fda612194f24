import { beforeEach, describe, expect, test } from "vitest";
import { archiveStream } from "../../modules/drain/archive.ts";
import { replayRun } from "../../modules/drain/replay.ts";
import type { ReadStream } from "../../modules/drain/stream.ts";
import { drainedPlace, type KeptKey } from "../support/drained-place.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryStream } from "./memory-stream.ts";

const ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";
const RUN = "20261129T101500Z-1f2e3d4c";
const SECRET = "card 4711";
const HOUR = 3_600_000;

let store: MemoryStore;
let stream: MemoryStream;
const key: KeptKey = {};

beforeEach(() => {
  store = new MemoryStore();
  stream = new MemoryStream(ARN, 4);
  delete key.bytes;
});

const place = () =>
  drainedPlace(store, key, { from: "kinesis-stream/clicks", run: RUN, lockUntil: "2026-12-13T10:15:00Z" });

const archived = (since = stream.now - HOUR, of: ReadStream = stream) =>
  archiveStream(
    {
      ...place(),
      stream: of,
      sleep: async (milliseconds) => {
        stream.now += milliseconds;
      },
      now: () => stream.now,
      onBatch: () => undefined,
    },
    { since: new Date(since), until: new Date(stream.now) },
  );
const replayed = (to: MemoryStream) =>
  replayRun({ ...place(), queue: to, sleep: async () => undefined, onSent: () => undefined });

function fill(records: number, from = 0): void {
  for (let n = from; n < from + records; n++) {
    stream.now += 5;
    stream.put(`user-${n % 97}`, `${SECRET} of ${n}`);
  }
}

describe("an archive of 10,000 records over four shards, one of them split in the middle", () => {
  test("is replayed in order for each key, to a stream of other shards", async () => {
    fill(5000);
    stream.split("shardId-000000000001");
    fill(5000, 5000);
    stream.now += 1;
    expect(await archived()).toMatchObject({ records: 10_000, shards: 6, throttled: 0, overtaken: [] });
    const other = new MemoryStream(ARN.replace("us-east-1", "eu-west-1"), 3);
    expect(await replayed(other)).toMatchObject({ sent: 10_000, failed: [], ended: true });
    const found = other.byKey();
    expect(found.size).toBe(97);
    expect(found).toEqual(inOrder(10_000));
  });

  test("takes one read of five a second from each shard: a consumer beside it is refused none", async () => {
    fill(10_000);
    const began = stream.now;
    const readers = [...stream.all.keys()].map((id) => ({ id, at: 0, nextAt: stream.now + 250, records: 0 }));
    const beside = async (): Promise<void> => {
      for (const one of readers)
        for (; one.nextAt <= stream.now; one.nextAt += 250) {
          const answer = await stream.read(`${one.id}#${one.at}`, 100);
          if (typeof answer === "string") continue;
          one.at += answer.records.length;
          one.records += answer.records.length;
        }
    };
    const took = await archiveStream(
      {
        ...place(),
        stream,
        sleep: async (milliseconds) => {
          for (let left = milliseconds; left > 0; left -= 250) {
            stream.now += Math.min(250, left);
            await beside();
          }
        },
        now: () => stream.now,
        onBatch: () => undefined,
      },
      { since: new Date(stream.now - HOUR), until: new Date(stream.now) },
    );
    expect(took).toMatchObject({ records: 10_000, throttled: 0 });
    expect(stream.refused).toBe(0);
    expect(readers.reduce((sum, { records }) => sum + records, 0)).toBe(
      readers.length * Math.floor((stream.now - began) / 250) * 100,
    );
  });
});

/** What was put, by its key. */
function inOrder(records: number): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let n = 0; n < records; n++) {
    const of = `user-${n % 97}`;
    found.set(of, [...(found.get(of) ?? []), `${SECRET} of ${n}`]);
  }
  return found;
}

describe("an archive", () => {
  test("is sealed and locked, and says how much it has and from when", async () => {
    fill(20);
    const first = new Date(stream.now - 19 * 5).toISOString();
    const last = new Date(stream.now).toISOString();
    expect(await archived()).toMatchObject({ records: 20, first, last });
    for (const { bytes, lockedUntil } of store.objects.values()) {
      expect(lockedUntil).toBe("2026-12-13T10:15:00Z");
      expect(Buffer.from(bytes).toString("latin1")).not.toContain(SECRET);
    }
  });

  test("keeps its window alone: neither what came before, nor what comes while it is read", async () => {
    fill(10);
    stream.now += HOUR;
    const since = stream.now;
    fill(10, 10);
    let late = 0;
    stream.onRead = () => {
      stream.now += 1;
      fill(1, 100 + late++);
    };
    expect(await archived(since)).toMatchObject({ records: 10 });
  });

  test("goes on after a record that says it came later than its window, for such times need not rise", async () => {
    const until = stream.now;
    fill(1);
    const shards = [...stream.all.values()];
    for (const { records } of shards)
      for (const [at, record] of records.entries())
        records[at] = { ...record, arrived: new Date(until + 30_000) };
    stream.now = until;
    for (let n = 0; n < 400; n++) stream.put(`user-${n % 97}`, `${n}`);
    expect(await archived()).toMatchObject({ records: 400 });
  });

  test("tells the first and the last time of all records, in whatever order these come", async () => {
    fill(40);
    const [early, late] = [stream.now - 1000, stream.now];
    for (const { records } of stream.all.values())
      for (const [at, record] of records.entries())
        records[at] = { ...record, arrived: new Date(at === 1 ? early : at === 2 ? late : late - 500) };
    const told = [early, late].map((time) => new Date(time).toISOString());
    expect(await archived(early)).toMatchObject({ first: told[0], last: told[1] });
  });

  test("ends a shard that never comes to its newest record where all came a minute after the window", async () => {
    fill(10);
    let late = 0;
    stream.onRead = () => {
      fill(40, 100 + late);
      late += 40;
    };
    expect(await archived()).toMatchObject({ records: 10 });
    expect(late).toBeLessThan(40_000);
  });

  test("reads on where an answer is full, also one that is behind by less than a millisecond", async () => {
    for (let n = 0; n < 400; n++) stream.put(`user-${n % 97}`, `${n}`);
    const read = stream.read.bind(stream);
    stream.read = async (iterator, most) => {
      const answer = await read(iterator, most);
      return typeof answer === "string" ? answer : { ...answer, behindMs: 0 };
    };
    expect(await archived()).toMatchObject({ records: 400 });
  });

  test("goes on where a shard is split while it is read", async () => {
    fill(400);
    let reads = 0;
    stream.onRead = () => {
      if (++reads === 3) stream.split("shardId-000000000000");
    };
    expect(await archived()).toMatchObject({ records: 400 });
  });

  test("begins an iterator that has expired after the last record that it has", async () => {
    fill(400);
    let reads = 0;
    const read = stream.read.bind(stream);
    stream.read = async (iterator, most) => (++reads % 3 === 0 ? "expired" : read(iterator, most));
    expect(await archived()).toMatchObject({ records: 400 });
    const other = new MemoryStream(ARN, 1);
    await replayed(other);
    expect(other.byKey()).toEqual(inOrder(400));
  });

  test("gives way to the consumers of a shard, and ends by its name where they leave nothing", async () => {
    fill(40);
    let reads = 0;
    const read = stream.read.bind(stream);
    stream.read = async (iterator, most) => (++reads <= 7 ? "throttled" : read(iterator, most));
    expect(await archived()).toMatchObject({ records: 40, throttled: 7 });
    stream.read = async () => "throttled";
    await expect(archived()).rejects.toThrow(/^shard shardId-\d+ of .*: its consumers take all of them$/);
  });

  test("tells of which shards records may have expired before they were read", async () => {
    stream.retentionMs = 2 * HOUR;
    for (let n = 0; n < 40; n++) stream.put("one", `${n}`);
    stream.now += 2 * HOUR;
    const [shard = ""] = [...stream.all.values()].flatMap(({ id, records }) =>
      records.length > 0 ? id : [],
    );
    expect(await archived(stream.now - 3 * HOUR)).toMatchObject({ records: 40, overtaken: [shard] });
  });

  test("of nothing writes nothing", async () => {
    expect(await archived()).toMatchObject({ records: 0, batches: 0 });
    expect(store.objects.size).toBe(0);
  });
});

describe("a replay", () => {
  test("gives a record that its partition key alone would lead elsewhere a hash key of its shard", async () => {
    const [, , , last] = [...stream.all.values()];
    for (const n of [1, 2]) stream.put("one", `${n}`, String(last?.end));
    await archived();
    const other = new MemoryStream(ARN, 4);
    await replayed(other);
    expect([...other.all.values()].map(({ records }) => records.length)).toEqual([0, 0, 0, 2]);
  });

  test("keeps the order of a key also where Kinesis does not take a record at once", async () => {
    fill(200);
    await archived();
    const other = new MemoryStream(ARN, 1);
    for (let n = 0; n < 97; n++) other.busy.add(`user-${n}`);
    expect(await replayed(other)).toMatchObject({ sent: 200, failed: [] });
    expect(other.byKey()).toEqual(inOrder(200));
  });

  test("sends none twice that an earlier one wrote down", async () => {
    fill(50);
    await archived();
    const other = new MemoryStream(ARN, 1);
    await replayed(other);
    expect(await replayed(other)).toMatchObject({ sent: 0, before: 50 });
    expect(other.byKey()).toEqual(inOrder(50));
  });
});
