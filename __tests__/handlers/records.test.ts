import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { capture, type RunnerPorts } from "../../handlers/capture/capture.ts";
import { jsonLog } from "../../handlers/shared/reporting.ts";
import { summarise } from "../../handlers/summarise/summarise.ts";
import type {
  BackupRequest,
  CaptureEvent,
  CaptureGoingOn,
  CaptureItem,
  CaptureOutcome,
  Run,
} from "../../modules/contract/events.ts";
import { openRecords } from "../../modules/drain/records/open-records.ts";
import { replayOpened } from "../../modules/drain/replay.ts";
import { hashOfJson } from "../../modules/recovery/bytes.ts";
import { earlierPoints } from "../../modules/recovery/earlier-points.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { drainedFolder } from "../../modules/recovery/layout.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { SeenStore } from "../../modules/recovery/seen-store.ts";
import { isSummary } from "../../modules/recovery/signing/run-summary.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { itemsKey, warningsKey } from "../../modules/runs/work-area.ts";
import { MemoryStream } from "../drain/memory-stream.ts";
import { FakeKeys } from "../support/fake-keys.ts";
import { MemoryKinds, thing } from "../support/memory-kinds.ts";
import { MemorySpool } from "../support/memory-spool.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { SIGNED, witness } from "../support/run-witness.ts";
import { COPY_KEY, PREFIX } from "../support/sample-point.ts";
import { run as begun, request as plain } from "../support/sample-request.ts";

const CARD = "card 4711";
const MINUTE = 60_000;
const clicks = thing("kinesis-stream", "clicks");
const item: CaptureItem = { ...clicks, name: "clicks", related: [] };
const request: BackupRequest = { ...plain, events: { kinesis: { minutes: 24 * 60 } } };
const SITES = { sites: ["us-east-1", "eu-west-1"], witness: SIGNED };

let stream: MemoryStream;
let store: MemoryStore;
let keys: FakeKeys;
let work: MemoryWork;
let put: number;
let there: boolean;

beforeEach(() => {
  stream = new MemoryStream(clicks.arn, 4);
  stream.now = Date.parse(begun.startedAt);
  [store, keys, work, put, there] = [new MemoryStore(), new FakeKeys(), new MemoryWork(), 0, true];
});

const fill = (records: number): void => {
  for (const end = put + records; put < end; put++) {
    stream.now += 5;
    stream.put(`user-${put % 97}`, `${CARD} of ${put}`);
  }
};

function ports(): RunnerPorts {
  const seen = new SeenStore(store);
  const kinds = new MemoryKinds().add("kinesis-stream", "clicks");
  return {
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
        stream.now += milliseconds;
      },
      spool: new MemorySpool(),
      known: knownBlob(seen, PREFIX),
      earlier: earlierPoints(seen, PREFIX, SIGNED),
    },
    protector: async (kind) => ({
      ...(await kinds.protector(kind)),
      records: async () => (there ? stream : undefined),
    }),
    ...{ store: seen, keys, work, random: randomBytes },
    log: jsonLog(() => undefined),
    now: () => new Date(stream.now),
  };
}

/** A run that begins now, in the order of its hours. */
const runNow = (): Run => {
  const startedAt = new Date(stream.now).toISOString();
  const id = `${startedAt.slice(0, 19).replaceAll(/[-:]/g, "")}Z-1f2e3d4c`;
  return { id, startedAt, secret: "c2VjcmV0" };
};

const eventOf = (run: Run, more: Partial<BackupRequest> = {}): CaptureEvent => ({
  request: { ...request, ...more },
  run,
  item,
});

/** As the state machine calls it. */
async function captured(
  event: CaptureEvent,
  between: () => void = () => undefined,
): Promise<{ readonly calls: number; readonly outcome: CaptureOutcome }> {
  let answer = await capture(ports(), event);
  let calls = 1;
  for (; "continuation" in answer; calls++) {
    if (answer.status === "waiting") stream.now += MINUTE;
    between();
    answer = await capture(ports(), { ...event, continuation: travelled(answer) });
  }
  return { calls, outcome: answer };
}

const travelled = ({ continuation }: CaptureGoingOn) =>
  JSON.parse(JSON.stringify(continuation)) as CaptureGoingOn["continuation"];

/** What its point holds, put into a new stream by whoever has the key of a site. */
async function replayed({ point }: CaptureOutcome, near = "us-east-1"): Promise<Map<string, string[]>> {
  const to = new MemoryStream(clicks.arn.replace("us-east-1", "eu-west-1"), 3);
  const kept = await readPoint(store, point?.key ?? "");
  const run = kept.name.run;
  await replayOpened(
    {
      ...{ store, run, queue: to, random: randomBytes, lockUntil: "2026-12-13T10:15:00Z" },
      folder: drainedFolder(PREFIX, "kinesis-stream/clicks", run),
      sleep: async () => undefined,
      onSent: () => undefined,
    },
    await openRecords(store, kept, keys, near),
  );
  return to.byKey();
}

function inOrder(from: number, to: number): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let n = from; n < to; n++)
    found.set(`user-${n % 97}`, [...(found.get(`user-${n % 97}`) ?? []), `${CARD} of ${n}`]);
  return found;
}

test("a point of a stream holds its records, whole, sealed, and opened by the key of its copy alone", async () => {
  fill(1000);
  const { outcome, calls } = await captured(eventOf(runNow()));
  expect(calls).toBe(1);
  expect(outcome).toMatchObject({
    status: "captured",
    records: { records: 1000, read: 1000, throttled: 0 },
    warnings: [],
  });
  expect(await verifyPoint(store, outcome.point?.key ?? "", SITES)).toEqual([]);
  for (const { bytes } of store.objects.values())
    expect(Buffer.from(bytes).toString("latin1")).not.toContain(CARD);
  keys.refused.add(request.store.key);
  expect(await replayed(outcome, "eu-west-1")).toEqual(inOrder(0, 1000));
});

test("the next run reads what is new, and its point names all of the window, locked as long as it is", async () => {
  fill(1000);
  await captured(eventOf(runNow()));
  stream.now += 60 * MINUTE;
  fill(200);
  const { outcome } = await captured(eventOf(runNow(), { retentionDays: 90 }));
  expect(outcome.records).toMatchObject({ records: 1200, read: 200 });
  expect(await verifyPoint(store, outcome.point?.key ?? "", SITES)).toEqual([]);
  expect(await replayed(outcome)).toEqual(inOrder(0, 1200));
});

test("a policy that asks for no records has none read, and one after it goes on all the same", async () => {
  fill(100);
  await captured(eventOf(runNow()));
  stream.now += MINUTE;
  const { events: _, ...without } = request;
  let reads = 0;
  stream.onRead = () => void ++reads;
  const none = await capture(ports(), { ...eventOf(runNow()), request: without });
  expect([none.records, reads]).toEqual([undefined, 0]);
  expect((await readPoint(store, none.point?.key ?? "")).manifest).not.toHaveProperty("records");
  stream.now += MINUTE;
  const { outcome } = await captured(eventOf(runNow()));
  expect(outcome.records).toMatchObject({ records: 100, read: 0 });
});

describe("a stream that takes longer to read than a runner lives", () => {
  beforeEach(() => {
    stream.mostOfAnswer = 1;
    fill(12_000);
  });

  test("is read by several calls, each of less than nine minutes, and no other run reads it meanwhile", async () => {
    const began = stream.now;
    let last = began;
    const others: string[] = [];
    const first = await capture(ports(), eventOf(runNow()));
    expect(first).toMatchObject({ status: "reading", continuation: { read: expect.any(Number) } });
    expect(stream.now - last).toBeLessThan(9 * MINUTE);
    last = stream.now;
    const other = await capture(ports(), eventOf({ ...runNow(), id: "20261123T211800Z-00000000" }));
    others.push(other.status);
    expect(others).toEqual(["waiting"]);
  });

  test("has a point as far as it is read within half an hour, which says so, and the next run reads on", async () => {
    const { outcome, calls } = await captured(eventOf(runNow()));
    expect(calls).toBeGreaterThan(2);
    expect(outcome.warnings).toEqual([
      "its records came faster than they are read: an hour of reading falls behind by 59 minutes, and never catches up at that pace",
      expect.stringMatching(/^its records are kept until \S+Z, \d+ minutes behind: the next run reads on$/),
    ]);
    const first = outcome.records?.records ?? 0;
    expect(first).toBeLessThan(12_000);
    stream.mostOfAnswer = 500;
    stream.now += MINUTE;
    const { outcome: next } = await captured(eventOf(runNow()));
    expect(next).toMatchObject({ warnings: [], records: { records: 12_000, read: 12_000 - first } });
    expect(await replayed(next)).toEqual(inOrder(0, 12_000));
  });

  test("goes on only where a runner of the run has said, and about this very item", async () => {
    const answer = await capture(ports(), eventOf(runNow()));
    if (!("continuation" in answer)) throw new Error("it did not go on");
    const event = eventOf(runNow());
    const other = { ...answer.continuation, index: { sha256: "0".repeat(64), size: 10 } };
    for (const continuation of [other, { ...answer.continuation, mac: "00" }])
      await expect(capture(ports(), { ...event, continuation })).rejects.toThrow(
        "was not written by a runner of this run",
      );
  });

  test("is split meanwhile, and fails by name where it is made again meanwhile", async () => {
    const event = eventOf(runNow());
    const answer = await capture(ports(), event);
    if (!("continuation" in answer)) throw new Error("it did not go on");
    stream.makeAnew("2026-11-24T00:00:00.000Z");
    await expect(capture(ports(), { ...event, continuation: answer.continuation })).rejects.toThrow(
      /^kinesis-stream\/clicks: .* was made again at 2026-11-24T00:00:00.000Z while its records were read/,
    );
  });
});

describe("where another run reads the stream", () => {
  /** It has each minute, to the end of time. */
  const taken = () => {
    const create = work.create.bind(work);
    work.create = async (key, value) => {
      if (!key.includes("/turns/")) return create(key, value);
      const [, minute = ""] = /([^/]+)\.json$/.exec(key) ?? [];
      const { kind, id } = clicks;
      const secret = await witness.turns.make({ purpose: "turn", kind, id, run: "other", minute });
      work.objects.set(key, JSON.stringify({ run: "other", secret }));
      return false;
    };
  };

  test("a run waits, and in the end has a point with what is read already, and says how far behind", async () => {
    fill(100);
    await captured(eventOf(runNow()));
    stream.now += 60 * MINUTE;
    fill(10);
    taken();
    const { outcome, calls } = await captured(eventOf(runNow()));
    expect(calls).toBeGreaterThan(30);
    expect(outcome).toMatchObject({ status: "captured", records: { records: 100, read: 0 } });
    expect(outcome.warnings).toEqual([expect.stringMatching(/100 minutes behind: the next run reads on$/)]);
  });

  test("a run that has nothing yet fails by name", async () => {
    fill(100);
    taken();
    await expect(captured(eventOf(runNow()))).rejects.toThrow(
      "kinesis-stream/clicks: its records are read by another run, which has not ended",
    );
  });
});

describe("where a run reads many streams", () => {
  const oneOf = (after: number, startedAt = runNow().startedAt): CaptureEvent => ({
    ...eventOf({ ...runNow(), startedAt }),
    item: { ...item, after },
  });

  test("each has its part of the run's time, what is left is told, and the next run reads on", async () => {
    stream.mostOfAnswer = 1;
    fill(2000);
    const began = stream.now;
    const { outcome } = await captured(oneOf(100));
    expect(stream.now - began).toBeLessThan(8 * MINUTE);
    expect(outcome.records?.read).toBeGreaterThan(300);
    expect(outcome.warnings).toContain("the run had 7 minutes to read it, since its time is for others too");
    stream.mostOfAnswer = 500;
    stream.now += MINUTE;
    const { outcome: next } = await captured(eventOf(runNow()));
    expect(next.records).toMatchObject({ records: 2000 });
    expect(await replayed(next)).toEqual(inOrder(0, 2000));
  });

  test("one for which no time is left has a point with what is read already, and no read is made", async () => {
    fill(100);
    await captured(eventOf(runNow()));
    stream.now += MINUTE;
    fill(50);
    const started = new Date(stream.now - 7 * 60 * MINUTE).toISOString();
    let reads = 0;
    stream.onRead = () => void ++reads;
    const { outcome } = await captured(oneOf(3, started));
    expect([outcome.status, outcome.records?.records, reads]).toEqual(["captured", 100, 0]);
    expect(outcome.warnings).toContain("the run had 0 minutes to read it, since its time is for others too");
    stream.now += MINUTE;
    expect((await captured(eventOf(runNow()))).outcome.records).toMatchObject({ records: 150, read: 50 });
  });
});

describe("where its records cannot be read", () => {
  const broken = () => {
    stream.onRead = () => {
      throw new Error("KMSDisabledException");
    };
  };

  async function summaryOf(run: Run) {
    await work.put(itemsKey("work/", run), [item]);
    await work.put(warningsKey("work/", run), []);
    const items = {
      ...{ bucket: "b", key: itemsKey("work/", run), count: 1 },
      ...{ sha256: hashOfJson([item]), warnings: hashOfJson([]) },
    };
    return summarise(
      {
        ...witness,
        ...{ store, work, count: async () => undefined, signer: () => undefined },
        log: jsonLog(() => undefined),
        now: () => new Date(stream.now),
      },
      { request, run, items },
    );
  }

  test("its settings have a point all the same, with the records of the one before, and the run is partial", async () => {
    fill(100);
    await captured(eventOf(runNow()));
    stream.now += MINUTE;
    broken();
    const run = runNow();
    await expect(captured(eventOf(run))).rejects.toThrow("kinesis-stream/clicks: ");
    const summary = await summaryOf(run);
    expect(summary).toMatchObject({ status: "partial", captured: 0, points: [{}] });
    expect(summary.failed).toEqual([{ kind: "kinesis-stream", id: "clicks", error: expect.any(String) }]);
    expect(summary.records).toMatchObject([{ records: 100, read: 0 }]);
    const key = summary.points[0]?.key ?? "";
    expect(await verifyPoint(store, key, SITES)).toEqual([]);
    expect(await replayed({ point: { key } } as CaptureOutcome)).toEqual(inOrder(0, 100));
  });

  test("and no point has any, the settings have one without", async () => {
    fill(100);
    broken();
    const run = runNow();
    await expect(captured(eventOf(run))).rejects.toThrow("kinesis-stream/clicks: ");
    const summary = await summaryOf(run);
    expect(summary).toMatchObject({ status: "partial", points: [{}] });
    const { manifest } = await readPoint(store, summary.points[0]?.key ?? "");
    expect(manifest).not.toHaveProperty("records");
  });
});

test("a stream that is gone since it was listed is gone", async () => {
  there = false;
  expect(await captured(eventOf(runNow()))).toMatchObject({ outcome: { status: "gone" } });
});

test("a copy whose key does not answer is told, and the point stands without it", async () => {
  fill(10);
  keys.refused.add(COPY_KEY);
  const { outcome } = await captured(eventOf(runNow()));
  const missing =
    /^eu-west-1 cannot open 10 of its records, which arrived from \S+Z to \S+Z: its key did not answer when they were read$/;
  expect(outcome.warnings).toEqual([
    expect.stringContaining("eu-west-1 cannot open the records that this run read"),
    expect.stringMatching(missing),
  ]);
  expect(await replayed(outcome)).toEqual(inOrder(0, 10));
  keys.refused.clear();
  stream.now += MINUTE;
  fill(5);
  const { outcome: next } = await captured(eventOf(runNow()));
  expect(next.warnings).toEqual([expect.stringMatching(missing)]);
  expect(await verifyPoint(store, next.point?.key ?? "", SITES)).toEqual([
    {
      ...{ problem: "missing", key: expect.stringContaining("blobs/"), about: "key" },
      part: "records/key-000001 for eu-west-1",
      detail: "eu-west-1 cannot open the records that it seals",
    },
  ]);
});

test("points of others, however many, do not hide where the records of a stream are read on", async () => {
  fill(100);
  await captured(eventOf(runNow()));
  const { events: _, ...without } = request;
  for (let n = 0; n < 21; n++) {
    stream.now += MINUTE;
    await capture(ports(), { ...eventOf(runNow()), request: without });
  }
  fill(5);
  const { outcome } = await captured(eventOf(runNow()));
  expect(outcome).toMatchObject({ warnings: [], records: { records: 105, read: 5 } });
});

test("a replay leaves out what a chunk holds from before the point's window", async () => {
  fill(10);
  stream.now += 61 * MINUTE;
  fill(10);
  stream.now += 61 * MINUTE;
  await captured(eventOf(runNow(), { events: { kinesis: { minutes: 180 } } }));
  stream.now += MINUTE;
  const { outcome } = await captured(eventOf(runNow(), { events: { kinesis: { minutes: 90 } } }));
  expect(outcome.records).toMatchObject({ read: 0 });
  expect(await replayed(outcome)).toEqual(inOrder(10, 20));
});

test("the summary of a run says which records its points hold, and signs it", async () => {
  fill(10);
  const run = runNow();
  await captured(eventOf(run));
  await work.put(itemsKey("work/", run), [item]);
  await work.put(warningsKey("work/", run), []);
  const items = {
    ...{ bucket: "b", key: itemsKey("work/", run), count: 1 },
    ...{ sha256: hashOfJson([item]), warnings: hashOfJson([]) },
  };
  const summary = await summarise(
    {
      ...witness,
      ...{ store, work, count: async () => undefined, signer: () => undefined },
      log: jsonLog(() => undefined),
      now: () => new Date(stream.now),
    },
    { request, run, items },
  );
  expect(summary.records).toEqual([
    {
      ...{ kind: "kinesis-stream", id: "clicks", records: 10, bytes: 10 * `${CARD} of 0`.length },
      ...{ read: 10, throttled: 0, since: expect.any(String), until: expect.any(String) },
    },
  ]);
  expect(isSummary(summary)).toBe(true);
});
