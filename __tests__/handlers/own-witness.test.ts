import { expect, test } from "vitest";
import { ownWitness } from "../../handlers/capture/own-witness.ts";
import type { RunSummary } from "../../modules/contract/events.ts";
import type { PinnedKey } from "../../modules/contract/signing.ts";
import { jsonContent } from "../../modules/recovery/bytes.ts";
import { pointKey, runKey } from "../../modules/recovery/layout.ts";
import type { RecoveryPoint } from "../../modules/recovery/read-point.ts";
import { runStatement } from "../../modules/recovery/signing/run-statement.ts";
import { pinsText, readPins } from "../../modules/recovery/signing/told-pins.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SIGNER_ARN, testSigner } from "../support/run-witness.ts";
import { PREFIX } from "../support/sample-point.ts";
import { request, run } from "../support/sample-request.ts";

const thing = { kind: "lambda", id: "orders" };
const key = pointKey(PREFIX, thing, run.id);
const sha256 = "ab".repeat(32);
const manifest = { ...thing, policy: "orders", run: run.id, capturedAt: "2026-11-23T21:08:30Z" };
const point = { key, sha256, manifest } as unknown as RecoveryPoint;
const now = (): Date => new Date("2026-11-29T12:00:00Z");

/** A store with the summary of a run, and the key that signed it. */
async function signedRun(): Promise<{
  readonly store: MemoryStore;
  readonly signer: ReturnType<typeof testSigner>;
}> {
  const signer = testSigner();
  const summary: RunSummary = {
    ...{ run: run.id, policy: "orders", site: "us-east-1", status: "complete" },
    ...{ startedAt: run.startedAt, endedAt: "2026-11-23T21:10:00.000Z" },
    ...{ captured: 1, gone: 0, failed: [], warnings: [], points: [{ key, sha256 }] },
  };
  const name = { account: "123456789012", site: "us-east-1", policy: "orders", run: run.id };
  const signature = await signer.sign(runStatement(name, summary));
  const store = new MemoryStore();
  await store.create(runKey(PREFIX, "orders", run.id), jsonContent({ ...summary, signature }), {});
  return { store, signer };
}

const believed = async (store: MemoryStore, pinned: readonly PinnedKey[]) =>
  ownWitness(
    store,
    request.store,
    {
      pinned: pinsText(pinned, () => true),
      inUse: async () => {
        throw new Error("what is pinned is known without KMS");
      },
    },
    now,
  ).judge(point);

test("as long as none is pinned a runner believes the points that the key in use has signed, and asks for it once", async () => {
  const { store, signer } = await signedRun();
  let asked = 0;
  const inUse = async () => {
    asked += 1;
    return { key: SIGNER_ARN, publicKey: await signer.publicKey() };
  };
  const witness = ownWitness(store, request.store, { pinned: undefined, inUse }, now);
  expect(asked).toBe(0);
  expect(await witness.judge(point)).toMatchObject({ state: "signed" });
  expect(await witness.judge({ ...point, sha256: "cd".repeat(32) })).toMatchObject({ problem: "replaced" });
  expect(asked).toBe(1);
});

test("then it believes none that another key has signed, whatever its name", async () => {
  const { store } = await signedRun();
  const inUse = async () => ({ key: SIGNER_ARN, publicKey: await testSigner().publicKey() });
  expect(
    await ownWitness(store, request.store, { pinned: undefined, inUse }, now).judge(point),
  ).toMatchObject({ problem: "forged" });
});

test("after a rotation a runner believes what the key before has signed until it was replaced, and KMS is not asked", async () => {
  const { store, signer } = await signedRun();
  const next = testSigner(`${SIGNER_ARN}2`).pin;
  const until = "2026-11-24T00:00:00.000Z";
  expect(await believed(store, [{ ...signer.pin, until }, next])).toMatchObject({ state: "signed" });
  expect(await believed(store, [{ ...signer.pin, until: run.startedAt }, next])).toMatchObject({
    state: "signed",
  });
  const before = new Date(Date.parse(run.startedAt) - 1).toISOString();
  expect(await believed(store, [{ ...signer.pin, until: before }, next])).toMatchObject({
    problem: "forged",
  });
  expect(await believed(store, [next])).toMatchObject({ state: "unpinned" });
});

const below = (most: number) => (text: string) => text.length <= most;

test("a runner is told the newest pins that fit beside its other variables, ten at most", async () => {
  const instant = "2026-11-23T21:08:00.000Z";
  const many = Array.from({ length: 12 }, (_, i) => ({
    ...testSigner(`arn:aws-us-gov:kms:ap-southeast-1:123456789012:key/mrk-${"f".repeat(32)}`).pin,
    ...{ from: instant, until: instant, generation: i + 1 },
  }));
  const newest = (count: number) =>
    many.slice(-count).map(({ generation: _, ...pin }) => ({ ...pin, region: "us-east-1" }));
  const text = pinsText(many, () => true) ?? "";
  expect(readPins(text, "us-east-1")).toEqual(newest(10));
  expect(pinsText(many, below(text.length))).toBe(text);
  expect(readPins(pinsText(many, below(text.length - 1)) ?? "", "us-east-1")).toEqual(newest(9));
  expect([pinsText(many, below(200)), pinsText([], () => true)]).toEqual([undefined, undefined]);
});
