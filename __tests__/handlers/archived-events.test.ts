import { randomBytes } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { capture, type RunnerPorts } from "../../handlers/capture/capture.ts";
import { jsonLog } from "../../handlers/shared/reporting.ts";
import type { CaptureEvent, CaptureItem, CaptureOutcome, Run } from "../../modules/contract/events.ts";
import { openRecords } from "../../modules/drain/records/open-records.ts";
import { earlierPoints } from "../../modules/recovery/earlier-points.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { FakeKeys } from "../support/fake-keys.ts";
import { MemoryArchive } from "../support/memory-archive.ts";
import { MemoryKinds, thing } from "../support/memory-kinds.ts";
import { MemorySpool } from "../support/memory-spool.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { SIGNED, witness } from "../support/run-witness.ts";
import { PREFIX } from "../support/sample-point.ts";
import { request as plain } from "../support/sample-request.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const orders = thing("event-archive", "orders");
const item: CaptureItem = { ...orders, name: "orders", related: [] };
const request = { ...plain, events: { eventbridge: { minutes: 24 * 60 } } };
const SITES = { sites: ["us-east-1", "eu-west-1"], witness: SIGNED };

let archive: MemoryArchive;
let store: MemoryStore;
let keys: FakeKeys;
let work: MemoryWork;
let put: number;

beforeEach(() => {
  archive = new MemoryArchive(orders.arn);
  [store, keys, work, put] = [new MemoryStore(), new FakeKeys(), new MemoryWork(), 0];
});

/** So many in the next minutes. */
const happen = (events: number, minutes: number): void => {
  for (const end = put + events; put < end; put++) {
    archive.now += (minutes * MINUTE) / events;
    archive.add(`order-${put}`, archive.now);
  }
};

const ports = (): RunnerPorts => ({
  ...witness,
  aws: {
    ...{ account: "123456789012", partition: "aws", region: "us-east-1" },
    client: () => {
      throw new Error("things in memory need no client");
    },
    download: () => {
      throw new Error("things in memory lie behind no address");
    },
    sleep: async (milliseconds) => {
      archive.now += milliseconds;
    },
    spool: new MemorySpool(),
    known: knownBlob(store, PREFIX),
    earlier: earlierPoints(store, PREFIX, SIGNED),
  },
  protector: async (kind) => ({
    ...(await new MemoryKinds().add("event-archive", "orders").protector(kind)),
    archived: async () => archive,
  }),
  ...{ store, keys, work, random: randomBytes },
  log: jsonLog(() => undefined),
  now: () => new Date(archive.now),
});

const runNow = (): Run => {
  const startedAt = new Date(archive.now).toISOString();
  const id = `${startedAt.slice(0, 19).replaceAll(/[-:]/g, "")}Z-1f2e3d4c`;
  return { id, startedAt, secret: "c2VjcmV0" };
};

/** As the state machine calls it. */
async function captured(run = runNow()): Promise<{ calls: number; outcome: CaptureOutcome }> {
  const event: CaptureEvent = { request, run, item };
  let answer = await capture(ports(), event);
  let calls = 1;
  for (; "continuation" in answer; calls++) {
    if (answer.status === "waiting") archive.now += MINUTE;
    answer = await capture(ports(), { ...event, continuation: answer.continuation });
  }
  return { calls, outcome: answer };
}

/** Ids of the events that its point holds, in any order. */
async function held({ point }: CaptureOutcome): Promise<string[]> {
  const kept = await readPoint(store, point?.key ?? "");
  const { batches, batch } = await openRecords(store, kept, keys, "us-east-1");
  const found: string[] = [];
  for (let number = 1; number <= batches; number++) found.push(...(await batch(number)).map(({ id }) => id));
  return found.sort();
}

const ordersFrom = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `order-${from + n}`).sort();

test("runs keep the events of an archive, each once, and read on from run to run without a gap or a double", async () => {
  happen(300, 120);
  archive.now += 11 * MINUTE;
  const first = await captured();
  expect(first.outcome).toMatchObject({ status: "captured", warnings: [], records: { records: 300 } });
  expect(await held(first.outcome)).toEqual(ordersFrom(0, 300));
  expect(await verifyPoint(store, first.outcome.point?.key ?? "", SITES)).toEqual([]);
  happen(200, 60);
  const { outcome } = await captured();
  const seen = outcome.records?.records ?? 0;
  expect(outcome.records?.read).toBe(seen - 300);
  expect(seen).toBeGreaterThan(400);
  archive.now += HOUR;
  const last = await captured();
  expect(await held(last.outcome)).toEqual(ordersFrom(0, 500));
  expect(archive.open.size).toBe(0);
});

test("a call reads by one replay and leaves nothing behind, and another run waits meanwhile", async () => {
  happen(100, 60);
  archive.now += 11 * MINUTE;
  const event: CaptureEvent = { request, run: runNow(), item };
  const answer = await capture(ports(), event);
  expect(answer).toMatchObject({ status: "reading", continuation: { read: 100 } });
  expect(archive.open.size).toBe(0);
  expect(archive.replays).toHaveLength(1);
  const other = await capture(ports(), { ...event, run: { ...runNow(), id: "20261129T130000Z-00000000" } });
  expect(other.status).toBe("waiting");
});

test("an archive of which more comes than half an hour reads has a point as far as that is, which says so", async () => {
  happen(2000, 60);
  archive.pace = 2000;
  archive.now += 11 * MINUTE;
  const { outcome } = await captured();
  expect(outcome.status).toBe("captured");
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/^its events are kept until \S+Z, \d+ minutes behind: the next run reads on$/),
  ]);
  archive.pace = 1;
  archive.now += HOUR;
  expect(await held((await captured()).outcome)).toEqual(ordersFrom(0, 2000));
});

test("a second with more events than a reading takes is told by each point as long as its window has it, and what comes after is kept", async () => {
  happen(50, 30);
  const crowd = Math.floor(archive.now / 1000) * 1000 + 1000;
  for (let n = 0; n < 1000; n++) archive.add(`crowd-${n}`, crowd);
  archive.now = crowd;
  happen(50, 30);
  archive.now += 11 * MINUTE;
  archive.pace = 700;
  const lacking = ({ warnings }: CaptureOutcome) => warnings.filter((one) => one.includes("in no point"));
  let told: readonly string[] = [];
  for (let run = 0; run < 12 && told.length === 0; run++) {
    told = lacking((await captured()).outcome);
    archive.now += MINUTE;
  }
  const end = (Math.floor(crowd / MINUTE) + 1) * MINUTE;
  const [since, until] = [crowd, end].map((at) => new Date(at).toISOString());
  expect(told).toEqual([
    `its events from ${since} to ${until} are in no point: more came than one reading takes; zonekeep archive keeps them by hand, while the archive has them`,
  ]);
  archive.pace = 1;
  await captured();
  const { outcome } = await captured();
  const ids = await held(outcome);
  expect(lacking(outcome)).toEqual(told);
  expect(ids.filter((id) => id.startsWith("crowd"))).toEqual([]);
  expect(ids.length).toBeGreaterThan(95);
  archive.now = crowd + 25 * HOUR;
  expect((await captured()).outcome.warnings).toEqual([]);
});

test("messages of somebody else in its queue, and what is left of readings, are told", async () => {
  happen(50, 30);
  archive.now += 11 * MINUTE;
  archive.strangers = 2;
  archive.left = ["queue a", "queue b"].map((id) => ({ id, why: "AccessDenied" }));
  expect((await captured()).outcome.warnings).toEqual([
    "2 messages of somebody else lay in the queue by which its events are read, and nothing was made of it: find out who may change that queue's policy",
    "queue a and 1 more are left: the next run tries again, and you can from a day after it was made on: AccessDenied",
  ]);
});

test("what a reading kept that no point came to name is locked for two days, and what a point names as long as that", async () => {
  happen(50, 30);
  archive.now += 11 * MINUTE;
  const began = archive.now;
  await capture(ports(), { request, run: runNow(), item });
  const locks = [...store.objects.values()].map(({ lockedUntil = "" }) => Date.parse(lockedUntil));
  expect(Math.max(...locks)).toBeLessThanOrEqual(began + 2 * 86_400_000 + HOUR);
  archive.now += HOUR;
  const { outcome } = await captured();
  const point = await readPoint(store, outcome.point?.key ?? "");
  for (const { sha256 } of point.manifest.blobs) {
    const key = `${PREFIX}blobs/sha256/${sha256.slice(0, 2)}/${sha256}`;
    expect((await store.head(key))?.lockedUntil ?? "").toSatisfy(
      (until: string) => Date.parse(until) >= Date.parse(point.manifest.expiresAt),
    );
  }
});

test("where a replay fails, the archive has a point of its settings with what the one before held, and is told", async () => {
  happen(50, 30);
  archive.now += 11 * MINUTE;
  await captured();
  archive.now += HOUR;
  happen(50, 30);
  archive.now += HOUR;
  archive.fault = (call) => {
    if (call === "start") throw new Error("The requested resource exceeds the maximum number allowed.");
  };
  await expect(captured()).rejects.toThrow("exceeds the maximum number allowed");
  const points = [...store.objects.keys()].filter((key) => key.includes("/points/event-archive/orders/"));
  expect(points).toHaveLength(2);
  const { manifest } = await readPoint(store, points.sort().at(-1) ?? "");
  expect(manifest.records).toMatchObject({ records: 50 });
  archive.fault = () => undefined;
  archive.now += HOUR;
  expect(await held((await captured()).outcome)).toEqual(ordersFrom(0, 100));
});
