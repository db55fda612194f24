import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { drainQueue } from "../../modules/drain/drain.ts";
import { batchName } from "../../modules/drain/format.ts";
import type { KeptMessage } from "../../modules/drain/message.ts";
import { openRun, readBatch } from "../../modules/drain/read-run.ts";
import { replayRun } from "../../modules/drain/replay.ts";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { seal } from "../../modules/recovery/secrets.ts";
import { drainedPlace, type KeptKey } from "../support/drained-place.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryQueue } from "./memory-queue.ts";

const ARN = "arn:aws:sqs:us-east-1:123456789012:orders.fifo";
const RUN = "20261129T101500Z-1f2e3d4c";
const LOCK = "2026-12-13T10:15:00Z";
const SECRET = "card 4711";

/** Three groups, taking turns. */
const MESSAGES = Array.from({ length: 25 }, (_, n): KeptMessage => {
  const group = ["a", "b", "c"][n % 3] ?? "";
  return {
    id: `m${n}`,
    body: `${SECRET} of ${n}`,
    attributes: { author: { type: "String", text: "John" }, raw: { type: "Binary", bytes: "AAE=" } },
    group,
    deduplication: `d${n}`,
    ...(n === 0 && { trace: "Root=1-5759e988-bd862e3fe1be46a994272793" }),
  };
});

let store: MemoryStore;
let queue: MemoryQueue;
let other: MemoryQueue;
const key: KeptKey = {};

beforeEach(() => {
  store = new MemoryStore();
  queue = new MemoryQueue(ARN);
  queue.messages = [...MESSAGES];
  other = new MemoryQueue(ARN.replace("us-east-1", "eu-west-1"));
});

const place = () => drainedPlace(store, key, { from: "orders.fifo", run: RUN, lockUntil: LOCK });
const drained = (max?: number) =>
  drainQueue({ ...place(), queue, onBatch: () => undefined }, max === undefined ? {} : { max });
const replayed = (to = other) =>
  replayRun({ ...place(), queue: to, sleep: async () => undefined, onSent: () => undefined });

/** Ids of all that the store has of the run. */
async function kept(): Promise<string[]> {
  if (key.bytes === undefined) return [];
  const found: string[] = [];
  for (const at of store.objects.keys()) {
    const [, number] = /batches\/(\d+)-\w+$/.exec(at) ?? [];
    if (number === undefined) continue;
    const { batch } = await readBatch(place(), key.bytes, Number(number));
    found.push(...batch.messages.map(({ id }) => id));
  }
  return found;
}

const inGroup = (messages: readonly KeptMessage[], of: string) =>
  messages.filter(({ group }) => group === of).map(({ id }) => id);
const ids = (messages: readonly KeptMessage[]) => messages.map(({ id }) => id);

describe("a drain", () => {
  test("moves all that waits into batches that are sealed and locked, and a manifest that names them", async () => {
    expect(await drained()).toEqual({ messages: 25, batches: 3, left: [] });
    expect(queue.messages).toEqual([]);
    const folder = `123456789012/us-east-1/drained/orders.fifo/${RUN}/`;
    const names = ["key.json", "batches/000001", "batches/000002", "batches/000003", "drained"];
    // Nobody can tell the rest of a name without the key, and so put something there first.
    expect([...store.objects.keys()].map((at) => at.replace(/-[0-9a-f]{32}$/, "-*"))).toEqual(
      names.map((name) => `${folder}${name}${name === "key.json" ? "" : "-*"}`),
    );
    for (const { bytes, lockedUntil } of store.objects.values()) {
      expect(lockedUntil).toBe(LOCK);
      expect(Buffer.from(bytes).toString("latin1")).not.toContain(SECRET);
    }
  });

  test("writes nothing where nothing waits, and takes no more than it may", async () => {
    expect(await drained(12)).toMatchObject({ messages: 12 });
    expect(queue.messages).toHaveLength(13);
    store = new MemoryStore();
    queue.messages = [];
    expect(await drained()).toEqual({ messages: 0, batches: 0, left: [] });
    expect(store.objects.size).toBe(0);
  });

  test("names what SQS did not delete: it is at both places", async () => {
    queue.stubborn.add("m4");
    const { left } = await drained(10);
    expect(left).toEqual([{ id: "m4", why: "busy" }]);
    expect(ids(queue.messages)).toContain("m4");
    expect(await kept()).toContain("m4");
  });

  test.each(["refuse", "lose-answer"] as const)(
    "that ends at any call leaves each message in the queue, in the store, or in both (calls of the store: %s)",
    async (fault) => {
      for (let last = 1; ; last++) {
        [store, queue] = [new MemoryStore(), new MemoryQueue(ARN)];
        queue.messages = [...MESSAGES];
        delete key.bytes;
        store.fault = (_operation, _key, call) => (call >= last ? fault : undefined);
        const ended = await drained().then(
          () => true,
          () => false,
        );
        store.fault = () => undefined;
        const found = new Set([...(await kept()), ...ids(queue.messages)]);
        expect([...MESSAGES].filter(({ id }) => !found.has(id))).toEqual([]);
        if (ended) break;
      }
    },
  );

  test("that ends at any call of the queue loses none either", async () => {
    for (let last = 1; ; last++) {
      [store, queue] = [new MemoryStore(), new MemoryQueue(ARN)];
      queue.messages = [...MESSAGES];
      let calls = 0;
      queue.fault = () => {
        if (++calls >= last) throw new Error("the network is down");
      };
      const ended = await drained().then(
        () => true,
        () => false,
      );
      const found = new Set([...(await kept()), ...ids(queue.messages)]);
      expect(found.size).toBe(25);
      if (ended) break;
    }
  });

  test("deletes nothing where the store does not bear the batch out", async () => {
    const lies: MemoryStore["head"] = async () => ({ size: 1, sha256: "0".repeat(64), lockedUntil: LOCK });
    store.head = lies;
    await expect(drained()).rejects.toThrow("holds other bytes, right after it was written");
    [store, queue] = [new MemoryStore(), new MemoryQueue(ARN)];
    queue.messages = [...MESSAGES];
    const { head } = MemoryStore.prototype;
    store.head = async (at) => {
      const { lockedUntil: _none, ...found } = (await head.call(store, at)) ?? { size: 0 };
      return found;
    };
    await expect(drained()).rejects.toThrow(`is not locked until ${LOCK}, right after it was written`);
    expect(queue.messages).toHaveLength(25);
  });
});

describe("a replay", () => {
  test("sends all of it again as it was, each group in its order", async () => {
    await drained();
    expect(await replayed()).toEqual({
      from: ARN,
      sent: 25,
      before: 0,
      gone: 0,
      messages: 25,
      failed: [],
      ended: true,
    });
    for (const group of ["a", "b", "c"])
      expect(inGroup(other.messages, group)).toEqual(inGroup(MESSAGES, group));
    expect(other.messages.toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))).toEqual(
      MESSAGES,
    );
  });

  test("does not send twice, and sends all to another queue", async () => {
    await drained();
    await replayed();
    expect(await replayed()).toMatchObject({ sent: 0, before: 25 });
    expect(other.messages).toHaveLength(25);
    expect(await replayed(queue)).toMatchObject({ sent: 25, before: 0 });
  });

  test("sends all to a queue that was made again under its name, and says so", async () => {
    await drained();
    other.stubborn.add("m9");
    const first = await replayed();
    const again = new MemoryQueue(other.arn, "2026-11-29T12:00:00.000Z");
    expect(await replayed(again)).toMatchObject({ sent: 25, before: 0, gone: first.sent });
    expect(ids(again.messages)).toHaveLength(25);
    expect(await replayed(again)).toMatchObject({ sent: 0, before: 25, gone: first.sent });
  });

  test("takes the queue that is there for that of a ledger which does not say when its own was made", async () => {
    await drained();
    const ledger = { run: RUN, to: other.arn, sent: ["1.0"] };
    const older = bytesContent(seal(ledger, key.bytes ?? new Uint8Array(), randomBytes(12)));
    await store.create(`${place().folder}sent/older`, older, {});
    expect(await replayed()).toMatchObject({ sent: 24, before: 1, gone: 0 });
  });

  test("stops at a message that is not taken, by name and before those that follow, and goes on at the next", async () => {
    await drained();
    other.stubborn.add("m3");
    const first = await replayed();
    expect(first.failed).toEqual([{ id: "m3", why: "InternalError" }]);
    expect(inGroup(other.messages, "a")).toEqual(["m0"]);
    other.stubborn.clear();
    expect(await replayed()).toMatchObject({ before: first.sent, sent: 25 - first.sent, failed: [] });
    for (const group of ["a", "b", "c"])
      expect(inGroup(other.messages, group)).toEqual(inGroup(MESSAGES, group));
  });

  test("that ends at any call and is repeated sends each message, and in the order of its group", async () => {
    await drained();
    const taken = new Map(store.objects);
    for (let last = 1; ; last++) {
      store = new MemoryStore();
      for (const [at, entry] of taken) store.objects.set(at, entry);
      other = new MemoryQueue(other.arn);
      store.fault = (_operation, _key, call) => (call >= last ? "refuse" : undefined);
      const ended = await replayed().then(
        () => true,
        () => false,
      );
      store.fault = () => undefined;
      await replayed();
      // What was sent in the call whose ledger was not written comes twice.
      const firsts = other.messages.filter((one, at) => ids(other.messages).indexOf(one.id) === at);
      for (const group of ["a", "b", "c"]) expect(inGroup(firsts, group)).toEqual(inGroup(MESSAGES, group));
      expect(other.messages.length - firsts.length).toBeLessThanOrEqual(3);
      if (ended) break;
    }
  });

  test("goes to no queue of another type, and nothing is sent", async () => {
    await drained();
    const standard = new MemoryQueue("arn:aws:sqs:us-east-1:123456789012:orders");
    await expect(replayed(standard)).rejects.toThrow("is a standard queue, and");
    expect(standard.messages).toEqual([]);
  });

  test("of a drain that did not come to its end says so", async () => {
    store.fault = (_operation, at) => (at.includes("batches/000002-") ? "refuse" : undefined);
    await expect(drained()).rejects.toThrow();
    store.fault = () => undefined;
    expect(await replayed()).toMatchObject({ sent: 10, messages: 10, ended: false });
  });

  describe("sends nothing", () => {
    const batch = (n: number) => `${place().folder}${batchName(key.bytes ?? new Uint8Array(), n)}`;
    const expectNothing = async (why: RegExp): Promise<void> => {
      await expect(replayed()).rejects.toThrow(why);
      expect(other.messages).toEqual([]);
    };
    beforeEach(async () => {
      await drained();
    });

    test("of a run with a changed byte", async () => {
      const bytes = Uint8Array.from(store.objects.get(batch(2))?.bytes ?? []);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      store.overwrite(batch(2), bytes);
      await expectNothing(/000002-\w+: the secrets do not open with this key/);
    });

    test("of a run that lacks a batch, in the middle or at its end", async () => {
      const [second, third] = [store.objects.get(batch(2)), store.objects.get(batch(3))];
      store.objects.delete(batch(2));
      await expectNothing(/has 1 batches that follow each other, and the run had 3/);
      if (second !== undefined && third !== undefined) store.objects.set(batch(2), second);
      store.objects.delete(batch(3));
      await expectNothing(/has 2 batches that follow each other, and the run had 3/);
    });

    test("of a batch that stands elsewhere, or was sealed by somebody else", async () => {
      store.overwrite(batch(1), store.objects.get(batch(2))?.bytes ?? new Uint8Array());
      await expectNothing(/is not batch 1 of run/);
      const forged = { queue: ARN, run: RUN, number: 1, before: null, messages: [] };
      store.overwrite(batch(1), seal(forged, randomBytes(32), randomBytes(12)));
      await expectNothing(/do not open with this key/);
    });
  });

  test("passes over what somebody else put beside a run, and what he wrote down as sent", async () => {
    await drained();
    const ledger = { run: RUN, to: other.arn, sent: ["1.0"] };
    const planted = bytesContent(seal(ledger, randomBytes(32), randomBytes(12)));
    for (const name of ["sent/planted", "batches/000004", "batches/x", "drained.json", "drained-0"])
      await store.create(`${place().folder}${name}`, planted, {});
    expect(await replayed()).toMatchObject({ sent: 25, before: 0, failed: [], ended: true });
  });

  test("gives a deduplication id that comes again another one, the same at every attempt", async () => {
    queue.messages = MESSAGES.slice(0, 6).map((message) => ({ ...message, deduplication: "same" }));
    await drained();
    other.stubborn.add("m4");
    await replayed();
    other.stubborn.clear();
    await replayed();
    const given = other.messages.map(({ deduplication }) => deduplication);
    expect(other.messages).toHaveLength(6);
    expect(new Set(given).size).toBe(6);
    expect(given[0]).toBe("same");
    expect(given.slice(1)).toEqual(Array(5).fill(expect.stringMatching(/^[0-9a-f]{64}$/)));
  });

  test("opens the run once more for whoever looks", async () => {
    await drained();
    expect(await openRun(place())).toMatchObject({ queue: ARN, messages: 25, batches: 3, ended: true });
  });
});
