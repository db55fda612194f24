import { expect, test } from "vitest";
import { ownWitness } from "../../handlers/capture/own-witness.ts";
import type { RunSummary } from "../../modules/contract/events.ts";
import { jsonContent } from "../../modules/recovery/bytes.ts";
import { pointKey, runKey } from "../../modules/recovery/layout.ts";
import type { RecoveryPoint } from "../../modules/recovery/read-point.ts";
import { runStatement } from "../../modules/recovery/signing/run-statement.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SIGNER_ARN, testSigner } from "../support/run-witness.ts";
import { PREFIX } from "../support/sample-point.ts";
import { run, request as unsignable } from "../support/sample-request.ts";

const request = {
  ...unsignable,
  signer: "arn:aws:kms:us-east-1:123456789012:alias/zonekeep-us-east-1-signing",
};
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

test("a runner believes the points that the key of its region has signed, and asks for the key once", async () => {
  const { store, signer } = await signedRun();
  const asked: string[] = [];
  const inUse = async (alias: string) => {
    asked.push(alias);
    return { key: SIGNER_ARN, publicKey: await signer.publicKey() };
  };
  const witness = ownWitness(store, request, inUse, now);
  expect(asked).toEqual([]);
  expect(await witness.judge(point)).toEqual({ state: "signed" });
  expect(await witness.judge({ ...point, sha256: "cd".repeat(32) })).toMatchObject({ problem: "replaced" });
  expect(asked).toEqual([request.signer]);
});

test("it believes none that another key has signed, whatever its name, and none where no key is named", async () => {
  const { store } = await signedRun();
  const inUse = async () => ({ key: SIGNER_ARN, publicKey: await testSigner().publicKey() });
  expect(await ownWitness(store, request, inUse, now).judge(point)).toMatchObject({ problem: "forged" });
  const unnamed = ownWitness(store, unsignable, inUse, now);
  expect(await unnamed.judge(point)).toMatchObject({ state: "unsigned" });
});
