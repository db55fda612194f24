import { beforeEach, expect, test } from "vitest";
import { archiveEvents } from "../../modules/drain/events/archive-events.ts";
import type { ArchiveReader, ReceivedEvent } from "../../modules/drain/events/archive-reader.ts";
import type { Received } from "../../modules/drain/ports.ts";
import { openRun, readBatch } from "../../modules/drain/read-run.ts";
import { drainedPlace, type KeptKey } from "../support/drained-place.ts";
import { MemoryStore } from "../support/memory-store.ts";

const ARN = "arn:aws:events:us-east-1:123456789012:archive/orders";
const RUN = "20261129T101500Z-1f2e3d4c";
const WINDOW = { since: new Date("2026-11-28T10:15:00Z"), until: new Date("2026-11-29T10:15:00Z") };
const MINUTE = 60_000;

let store: MemoryStore;
let reader: MemoryReader;
let now = 0;
const key: KeptKey = {};

/** An archive whose replay hands out events late, some of them twice, to a queue that hides what was received. */
class MemoryReader implements ArchiveReader {
  readonly arn = ARN;
  readonly done: string[] = [];
  queue: ReceivedEvent[] = [];
  /** Polls until the replay has ended. */
  polls = 3;
  began = 0;
  left: { id: string; why: string }[] = [];
  fault: (call: string) => void = () => undefined;

  constructor(readonly events: readonly ReceivedEvent[]) {}

  #do(call: string): void {
    this.done.push(call);
    this.fault(call);
  }
  async open(): Promise<void> {
    this.#do("open");
  }
  async start(): Promise<boolean> {
    this.#do("start");
    this.began = now;
    this.queue = [...this.events];
    return true;
  }
  async hasEnded(): Promise<boolean> {
    this.#do("hasEnded");
    this.polls -= 1;
    return this.polls <= 0;
  }
  async receive(): Promise<readonly ReceivedEvent[]> {
    this.fault("receive");
    now += 5_000;
    return this.queue.splice(0, 10);
  }
  strangers(): number {
    return 2;
  }
  async remove(received: readonly Received[]): Promise<void> {
    this.#do(`remove ${received.length}`);
  }
  async close() {
    this.done.push("close");
    return this.left;
  }
}

const event = (n: number, source = "shop"): ReceivedEvent => ({
  message: { id: `id-${n}`, body: `{"id":"id-${n}"}`, attributes: {} },
  receipt: `r-${n}`,
  time: new Date(Date.UTC(2026, 10, 29) + n * 1000).toISOString(),
  source,
});

const place = () =>
  drainedPlace(store, key, { from: "event-archive/orders", run: RUN, lockUntil: "2026-12-13T10:15:00Z" });

const archived = () =>
  archiveEvents(
    {
      ...place(),
      archive: reader,
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
      now: () => now,
      onBatch: () => undefined,
    },
    WINDOW,
  );

beforeEach(() => {
  store = new MemoryStore();
  now = 0;
  reader = new MemoryReader([]);
});

test("each event is kept once, by its id, in the order of time as far as they came together", async () => {
  const shuffled = [7, 3, 9, 1].map((n) => event(n));
  reader = new MemoryReader([...shuffled, event(3), event(5, "aws.s3"), event(7)]);
  expect(await archived()).toEqual({
    ...{
      events: 5,
      batches: 1,
      bytes: 5 * '{"id":"id-1"}'.length,
      repeated: 2,
      ofAws: 1,
      strangers: 2,
      left: [],
    },
    ...{ first: event(1).time, last: event(9).time },
  });
  const run = await openRun(place());
  expect(run).toMatchObject({ queue: ARN, messages: 5, ended: true });
  const { batch } = await readBatch(place(), run.key, 1);
  expect(batch.messages.map(({ id }) => id)).toEqual(["id-1", "id-3", "id-5", "id-7", "id-9"]);
});

test("one that comes again in a later batch is known, also among thousands", async () => {
  const many = Array.from({ length: 1200 }, (_, n) => event(n));
  reader = new MemoryReader([...many, ...many.slice(0, 30)]);
  expect(await archived()).toMatchObject({ events: 1200, repeated: 30, batches: 3 });
  expect((await openRun(place())).messages).toBe(1200);
});

test("a replay begins when the rule has had a minute to hold, and is over when nothing came for longer than EventBridge tries", async () => {
  reader = new MemoryReader([event(1)]);
  await archived();
  expect(reader.began).toBe(MINUTE);
  expect(reader.done.slice(0, 2)).toEqual(["open", "start"]);
  expect(reader.done.filter((call) => call === "hasEnded").length).toBeGreaterThan(15);
  expect(reader.done.at(-1)).toBe("close");
});

test("events are deleted from the queue only when they lie in the store", async () => {
  reader = new MemoryReader([event(1)]);
  let objects = -1;
  reader.fault = (call) => {
    if (call.startsWith("remove")) objects = store.objects.size;
  };
  await archived();
  expect(objects).toBe(2);
});

test.each(["open", "start", "receive", "hasEnded", "remove 1"])(
  "whatever ends it, such as %s, what was made for it is deleted, or named",
  async (broken) => {
    reader = new MemoryReader([event(1)]);
    reader.fault = (call) => {
      if (call === broken) throw new Error("AWS says no");
    };
    await expect(archived()).rejects.toThrow(/^AWS says no$/);
    expect(reader.done.filter((call) => call === "close")).toHaveLength(1);
    reader = new MemoryReader([event(1)]);
    reader.left = [{ id: "queue zonekeep-archive-x", why: "AccessDenied" }];
    reader.fault = (call) => {
      if (call === broken) throw new Error("AWS says no");
    };
    await expect(archived()).rejects.toThrow("AWS says no; queue zonekeep-archive-x is left: AccessDenied");
  },
);

test("an archive without an event leaves no run", async () => {
  expect(await archived()).toMatchObject({ events: 0, batches: 0, left: [] });
  expect(store.objects.size).toBe(0);
});
