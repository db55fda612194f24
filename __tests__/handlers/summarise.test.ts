import { expect, test } from "vitest";
import type { SummarisePorts } from "../../handlers/summarise/ports.ts";
import { summarise } from "../../handlers/summarise/summarise.ts";
import type { CaptureItem, CaptureOutcome, KeptPoint } from "../../modules/contract/events.ts";
import type { Kind, ThingId } from "../../modules/contract/kinds.ts";
import { hashOfJson, sha256 } from "../../modules/recovery/bytes.ts";
import { pointKey, runKey } from "../../modules/recovery/layout.ts";
import { OTHER_THAN_POLICY } from "../../modules/runs/asked.ts";
import { sealOutcome } from "../../modules/runs/run-secret.ts";
import { outcomeKey } from "../../modules/runs/work-area.ts";
import { thing } from "../support/memory-kinds.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { SECRET, SIGNER_ARN, type TestSigner, testSigner, witness } from "../support/run-witness.ts";
import { PREFIX } from "../support/sample-point.ts";
import { run as begun, request as unsignable } from "../support/sample-request.ts";

const SIGNER = "arn:aws:kms:us-east-1:123456789012:alias/zonekeep-us-east-1-signing";
const request = { ...unsignable, signer: SIGNER };
const run = { ...begun, secret: "c2VjcmV0" };
const KEY = runKey(PREFIX, "orders", run.id);
const pointOf = (kind: string, id: string): KeptPoint => ({
  key: pointKey(PREFIX, { kind, id }, run.id),
  sha256: sha256(Buffer.from(`${kind}/${id}`)),
});
const failedOf = (id: string, error: string, warnings: string[] = []): CaptureOutcome => ({
  kind: "lambda",
  id,
  status: "failed",
  warnings,
  error,
});
const captured = (id: string, warnings: string[] = [], kind: Kind = "lambda"): CaptureOutcome => ({
  kind,
  id,
  status: "captured",
  point: pointOf(kind, id),
  newBytes: 1,
  warnings,
});

const itemOf = (kind: Kind, id: string): CaptureItem => ({ ...thing(kind, id), name: id, related: [] });

interface Summarised extends SummarisePorts {
  readonly store: MemoryStore;
  readonly work: MemoryWork;
  readonly counted: unknown[];
  readonly key: TestSigner;
}

function ports(): Summarised {
  const counted: unknown[] = [];
  const key = testSigner();
  return {
    key,
    store: new MemoryStore(),
    work: new MemoryWork(),
    counted,
    count: async (site, counts) => {
      counted.push({ site, ...counts });
    },
    secretOf: witness.secretOf,
    signer: () => key,
    log: () => undefined,
    now: () => new Date("2026-11-23T21:10:00Z"),
  };
}

async function summary(
  deps: Summarised,
  outcomes: readonly (CaptureOutcome | ThingId)[],
  warnings: string[] = [],
) {
  const key = `work/${run.id}/items.json`;
  const items = outcomes.map(({ kind, id }) => itemOf(kind, id));
  await deps.work.put(key, items);
  await deps.work.put(`work/${run.id}/warnings.json`, warnings);
  for (const outcome of outcomes)
    if ("status" in outcome)
      await deps.work.put(
        outcomeKey("work/", run, outcome),
        sealOutcome(outcome, itemOf(outcome.kind as Kind, outcome.id), SECRET),
      );
  const pinned = { sha256: hashOfJson(items), warnings: hashOfJson(warnings) };
  return summarise(deps, { request, run, items: { bucket: "b", key, count: items.length, ...pinned } });
}

test("a run that was asked for other than its policy says is not complete, whatever it captured, and that is signed", async () => {
  const deps = ports();
  const answer = await summary(deps, [captured("orders")], [OTHER_THAN_POLICY]);
  expect(answer).toMatchObject({ status: "partial", captured: 1, failed: [], warnings: [OTHER_THAN_POLICY] });
  expect(answer.signature).toBeDefined();
});

test("a policy that selects nothing is complete, and warns", async () => {
  expect(await summary(ports(), [])).toMatchObject({
    status: "complete",
    captured: 0,
    warnings: ["the policy selects no function at this site"],
  });
});

test("a run within a pause is paused: kept with its reason, and neither counted nor warned of", async () => {
  const deps = ports();
  const pause = { from: "2026-11-20", to: "2026-11-30", reason: "freeze" };
  const key = `work/${run.id}/items.json`;
  await deps.work.put(key, []);
  const items = { bucket: "b", key, count: 0 };
  const answer = await summarise(deps, { request, run: { ...run, pause }, items });
  expect(answer).toMatchObject({
    status: "paused",
    pause,
    captured: 0,
    failed: [],
    warnings: [],
    points: [],
  });
  expect(stored(deps)).toEqual(answer);
  expect(deps.counted).toEqual([]);
});

test("items of a map that could not run fail with its reason", async () => {
  const deps = ports();
  await deps.work.put("work/items.json", [itemOf("sqs-queue", "a.fifo")]);
  const items = { bucket: "b", key: "work/items.json", count: 1 };
  expect(await summarise(deps, { request, run, items, mapError: "States.ItemReaderFailed" })).toMatchObject({
    status: "failed",
    failed: [
      {
        kind: "sqs-queue",
        id: "a.fifo",
        error: "it was not captured, since the map of items failed: States.ItemReaderFailed",
      },
    ],
  });
});

const stored = (deps: Summarised): unknown =>
  JSON.parse(Buffer.from(deps.store.objects.get(KEY)?.bytes ?? []).toString());

test("a run whose every item was captured is complete, and is kept, locked and counted", async () => {
  const deps = ports();
  const gone: CaptureOutcome = { kind: "sqs-queue", id: "c.fifo", status: "gone", warnings: [] };
  const answer = await summary(deps, [captured("b", ["layer"]), captured("a"), gone], ["bucket x"]);
  expect(answer).toEqual({
    run: run.id,
    policy: "orders",
    site: "us-east-1",
    status: "complete",
    startedAt: run.startedAt,
    endedAt: "2026-11-23T21:10:00.000Z",
    captured: 2,
    gone: 1,
    failed: [],
    warnings: ["bucket x", "lambda/b: layer"],
    points: [pointOf("lambda", "a"), pointOf("lambda", "b")],
    signature: { algorithm: "ECDSA_SHA_256", key: SIGNER_ARN, value: expect.any(String) },
  });
  expect(stored(deps)).toEqual(answer);
  expect(deps.store.objects.get(KEY)?.lockedUntil).toBe("2026-12-28T21:10:00.000Z");
  expect(deps.counted).toEqual([{ site: "us-east-1", protected: 2, failed: 0 }]);
});

test("the summary of a run that is redriven is locked from its end on, as its points are from their capture on", async () => {
  const deps = { ...ports(), now: () => new Date("2026-12-07T21:08:00.000Z") };
  const key = `work/${run.id}/items.json`;
  await deps.work.put(key, []);
  const items = { bucket: "b", key, count: 0 };
  await summarise(deps, { request: { ...request, retentionDays: 7 }, run, items });
  expect(deps.store.objects.get(KEY)?.lockedUntil).toBe("2026-12-14T21:08:00.000Z");
});

test("who may call what was captured, and is in no point, is named in the summary, which stays as good as it is", async () => {
  const seen = ["events.amazonaws.com, arn:aws:events:us-east-1:123456789012:rule/nightly"];
  const deps = ports();
  const answer = await summary(deps, [{ ...captured("a"), seen }, captured("b")]);
  expect(answer).toMatchObject({
    status: "complete",
    warnings: [],
    seen: [{ kind: "lambda", id: "a", by: seen[0] }],
  });
  expect(stored(deps)).toEqual(answer);
});

test("a failed item makes the run partial, and is named with its reason", async () => {
  const deps = ports();
  const failed = failedOf("b", "lambda:GetPolicy of b: no");
  expect(await summary(deps, [captured("a"), failed])).toMatchObject({
    status: "partial",
    captured: 1,
    failed: [{ kind: "lambda", id: "b", error: "lambda:GetPolicy of b: no" }],
  });
  expect(deps.counted).toEqual([{ site: "us-east-1", protected: 1, failed: 1 }]);
});

test("of a function, a queue and a bucket of one name each ends as it did", async () => {
  const outcomes = [
    captured("orders", ["code"]),
    captured("orders", ["topic"], "s3-notifications"),
    { kind: "sqs-queue", id: "orders" } as const,
  ];
  expect(await summary(ports(), outcomes)).toMatchObject({
    status: "partial",
    captured: 2,
    failed: [{ kind: "sqs-queue", id: "orders" }],
    warnings: ["lambda/orders: code", "s3-notifications/orders: topic"],
    points: [pointOf("lambda", "orders"), pointOf("s3-notifications", "orders")],
  });
});

test("an item that left no outcome has failed", async () => {
  expect(await summary(ports(), [{ kind: "lambda", id: "a" }])).toMatchObject({
    status: "failed",
    failed: [
      { kind: "lambda", id: "a", error: "the runner ended without an outcome (timeout, or out of memory)" },
    ],
  });
});

test("a run of nothing is complete", async () => {
  expect(await summary(ports(), [])).toMatchObject({ status: "complete", captured: 0, points: [] });
});

test("a repeated call keeps and returns the first summary", async () => {
  const deps = ports();
  const first = await summary(deps, [captured("a")]);
  const later = { ...deps, now: () => new Date("2026-11-23T22:00:00Z") };
  expect(await summary(later, [captured("a")])).toEqual(first);
});

test("a lost answer to the write is no failure", async () => {
  const deps = ports();
  deps.store.fault = (operation) => (operation === "create" ? "lose-answer" : undefined);
  expect(await summary(deps, [captured("a")])).toMatchObject({ status: "complete" });
});

test("items that are not there, or not all, are an error and no empty run", async () => {
  const deps = ports();
  const items = { bucket: "b", key: "work/none.json", count: 0 };
  await expect(summarise(deps, { request, run, items })).rejects.toThrow(
    `the items of run ${run.id} are not at work/none.json`,
  );
  await deps.work.put("work/some.json", []);
  await expect(
    summarise(deps, { request, run, items: { ...items, key: "work/some.json", count: 2 } }),
  ).rejects.toThrow(`run ${run.id} pinned 2 items, 0 are at work/some.json`);
});

test.each([
  ["functions", (i: number) => `f${i}`.padEnd(64, "f"), "x"],
  ["the longest ids that fit a key, with long characters", (i: number) => `${i}`.padEnd(512, "f"), "語"],
])("a run of thousands of %s fits a state; the whole summary is in the store", async (_what, id, letter) => {
  const deps = ports();
  const long = letter.repeat(600);
  const failed = Array.from({ length: 1500 }, (_, i) => failedOf(id(i), long, [long]));
  const points = Array.from({ length: 1500 }, (_, i): CaptureOutcome => {
    return { ...captured(id(i + 1500), [long]), seen: [long] };
  });
  const answer = await summary(deps, [...failed, ...points]);
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(256 * 1024);
  expect(answer.failed).toHaveLength(100);
  expect(answer.failed[0]?.error).toMatch(new RegExp(`^${letter}{100,500}\\.\\.\\.$`));
  expect(answer.warnings).toHaveLength(104);
  expect(answer.warnings[0]).toBe(`1400 more failed: see memory://store/${KEY}`);
  expect(answer.warnings.at(-1)).toBe(`and 2900 more: see memory://store/${KEY}`);
  expect(answer.warnings[1]).toBe(`1400 more points: see memory://store/${KEY}`);
  expect(answer.warnings[2]).toBe(`1480 more seen and not protected: see memory://store/${KEY}`);
  expect(answer.seen).toHaveLength(20);
  expect(answer.points).toHaveLength(100);
  expect(answer.captured).toBe(1500);
  expect(stored(deps)).toMatchObject({ captured: 1500 });
  expect((stored(deps) as { failed: unknown[] }).failed).toHaveLength(1500);
});
