import { expect, test } from "vitest";
import { sha256 } from "../../modules/recovery/bytes.ts";
import { commit, type PointHead } from "../../modules/recovery/commit.ts";
import { blobKey, pointKey, wrapKey } from "../../modules/recovery/layout.ts";
import { listPoints } from "../../modules/recovery/list-points.ts";
import { openSecrets } from "../../modules/recovery/open-secrets.ts";
import { readDocument } from "../../modules/recovery/read-blob.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { sharedLock } from "../../modules/recovery/shared-lock.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { SIGNED } from "../support/run-witness.ts";
import { CANARY, COPY_KEY, code, content, head, key, layer, PREFIX, ports } from "../support/sample-point.ts";

const BOTH = { sites: ["us-east-1", "eu-west-1"], witness: SIGNED };

async function points(store: MemoryStore): Promise<string[]> {
  const found: string[] = [];
  for await (const point of listPoints(store, PREFIX)) found.push(point.key);
  return found;
}

/** The whole promise of a point: it is not there, or every byte of it is. */
async function expectAbsentOrWhole(store: MemoryStore): Promise<"absent" | "whole"> {
  store.fault = () => undefined;
  const found = await points(store);
  if (found.length === 0) return "absent";
  expect(found).toEqual([key]);
  expect(await verifyPoint(store, key, BOTH)).toEqual([]);
  return "whole";
}

test("a point is written with its manifest last, and reads back", async () => {
  const deps = ports();
  const committed = await commit(deps, head, content);
  expect(committed).toMatchObject({ point: { key }, warnings: [] });
  const writes = deps.store.calls.filter((call) => call.startsWith("create "));
  expect(writes.at(-1)).toBe(`create ${key}`);
  expect(writes).toHaveLength(new Set(writes).size);

  const point = await readPoint(deps.store, key);
  expect(await readDocument(deps.store, point)).toEqual(content.document);
  expect(await openSecrets(deps.store, point, deps.keys, "us-east-1")).toEqual(content.secrets);
  expect(await openSecrets(deps.store, point, deps.keys, "eu-west-1")).toEqual(content.secrets);
  expect(await verifyPoint(deps.store, key, BOTH)).toEqual([]);
});

test("bytes that are there already are not written again, and count as nothing new", async () => {
  const deps = ports();
  await commit(deps, head, content);
  const next = { ...head, run: "20261124T210800Z-1f2e3d4c", expiresAt: "2027-01-28T21:08:30Z" };
  const before = deps.store.calls.length;
  const { newBytes } = await commit(deps, next, content);
  const writes = deps.store.calls.slice(before).filter((call) => call.startsWith("create "));
  expect(writes.some((call) => call.includes(code.sha256) || call.includes(layer.sha256))).toBe(false);
  const sealed = (await readPoint(deps.store, pointKey(PREFIX, head, next.run))).manifest.secrets;
  expect(newBytes).toBe(sealed?.size);
});

test("the locks of shared bytes reach the expiry of the point that shares them last", async () => {
  const deps = ports();
  await commit(deps, head, content);
  const next = { ...head, run: "20261124T210800Z-1f2e3d4c", expiresAt: "2027-01-28T21:08:30Z" };
  await commit(deps, next, content);
  const locks = () =>
    [code, layer].map(({ sha256 }) => deps.store.objects.get(blobKey(PREFIX, sha256))?.lockedUntil);
  expect(locks()).toEqual([sharedLock(next), sharedLock(next)]);
  // And a later point that expires sooner shortens nothing.
  await commit(deps, { ...head, run: "20261125T210800Z-1f2e3d4c" }, content);
  expect(locks()).toEqual([sharedLock(next), sharedLock(next)]);
});

test("bytes that points will share are locked a while beyond the first, so that the next runs need not", async () => {
  const deps = ports();
  await commit(deps, head, content);
  // 35 days and an eighth of them.
  const locked = "2027-01-02T06:08:30Z";
  expect(deps.store.objects.get(blobKey(PREFIX, code.sha256))?.lockedUntil).toBe(locked);
  const later = (expiresAt: string, run: string) =>
    commit(deps, { ...head, expiresAt, run: `${run}T210800Z-1f2e3d4c` }, content);
  await later(locked, "20261128");
  expect(deps.store.calls.filter((call) => call.startsWith("extendLock "))).toEqual([]);
  await later("2027-01-02T06:08:31Z", "20261129");
  expect(deps.store.calls.filter((call) => call.startsWith("extendLock "))).toHaveLength(3);
});

test("a commit killed after any of its calls leaves no point or a whole one, and completes when repeated", async () => {
  const whole = ports();
  await commit(whole, head, content);
  const calls = whole.store.calls.length;
  const endings = new Set<string>();
  for (let n = 0; n < calls; n++) {
    const deps = ports();
    deps.store.killAfter(n);
    await expect(commit(deps, head, content), `after ${n} calls`).rejects.toThrow("connection refused");
    endings.add(await expectAbsentOrWhole(deps.store));
    await commit(deps, head, content);
    expect(await expectAbsentOrWhole(deps.store), `repeated after ${n} calls`).toBe("whole");
    const point = await readPoint(deps.store, key);
    expect(await openSecrets(deps.store, point, deps.keys, "eu-west-1")).toEqual(content.secrets);
  }
  expect([...endings]).toEqual(["absent"]);
});

test("a lost answer to any one write is no failure, and makes no second point", async () => {
  const whole = ports();
  await commit(whole, head, content);
  const writes = whole.store.calls.filter((call) => call.startsWith("create ")).length;
  for (let n = 1; n <= writes; n++) {
    const deps = ports();
    let seen = 0;
    deps.store.fault = (operation) => (operation === "create" && ++seen === n ? "lose-answer" : undefined);
    const committed = await commit(deps, head, content);
    expect(committed.point.key, `write ${n}`).toBe(key);
    expect(await expectAbsentOrWhole(deps.store), `write ${n}`).toBe("whole");
  }
});

test("a commit whose last answer was lost and whose process then died is found again by the retry", async () => {
  const deps = ports();
  let dead = false;
  deps.store.fault = (operation, at) => {
    if (dead) return "refuse";
    dead = operation === "create" && at === key;
    return dead ? "lose-answer" : undefined;
  };
  await expect(commit(deps, head, content)).rejects.toThrow("connection reset");
  deps.store.fault = () => undefined;
  const before = deps.store.objects.size;
  expect(await commit(deps, { ...head, capturedAt: "2026-11-23T21:09:30Z" }, content)).toEqual({
    point: { key, sha256: sha256(deps.store.objects.get(key)?.bytes ?? new Uint8Array()) },
    newBytes: 0,
    warnings: [],
  });
  expect(deps.store.objects.size).toBe(before);
});

test("two attempts of one run side by side agree on one whole point", async () => {
  const deps = ports();
  const other = { ...deps, copies: [] };
  const both = await Promise.all([commit(deps, head, content), commit(other, head, content)]);
  expect(both.map((committed) => committed.point.key)).toEqual([key, key]);
  expect(await points(deps.store)).toEqual([key]);
  expect(await verifyPoint(deps.store, key, { sites: ["us-east-1"], witness: SIGNED })).toEqual([]);
  const point = await readPoint(deps.store, key);
  expect(await openSecrets(deps.store, point, deps.keys, "us-east-1")).toEqual(content.secrets);
});

test("a point of another policy under the same name is a conflict, and stays as it was", async () => {
  const deps = ports();
  await commit(deps, head, content);
  const before = deps.store.objects.get(key)?.bytes;
  await expect(commit(deps, { ...head, policy: "other" }, content)).rejects.toThrow(
    `memory://store/${key} holds other bytes than were to be written; nothing was overwritten`,
  );
  expect(deps.store.objects.get(key)?.bytes).toBe(before);
});

test("a copy whose key cannot be used is a warning that names the site; the point stands", async () => {
  const deps = ports();
  deps.keys.refused.add(COPY_KEY);
  const { warnings } = await commit(deps, head, content);
  expect(warnings).toEqual([
    `eu-west-1 cannot open the secrets of lambda/orders yet: ${COPY_KEY} is disabled`,
  ]);
  expect(await verifyPoint(deps.store, key, { sites: ["us-east-1"], witness: SIGNED })).toEqual([]);
});

test("a source whose own key cannot be used has no point", async () => {
  const deps = ports();
  deps.keys.refused.add(deps.local.key);
  await expect(commit(deps, head, content)).rejects.toThrow("is disabled");
  expect(await points(deps.store)).toEqual([]);
});

test("a thing without secrets has no wrapped keys", async () => {
  const { secrets: _, ...open } = content;
  const deps = ports();
  await commit(deps, head, open);
  expect([...deps.store.objects.keys()].filter((at) => at.includes("/wraps/"))).toEqual([]);
  const point = await readPoint(deps.store, key);
  expect(await openSecrets(deps.store, point, deps.keys, "us-east-1")).toBeUndefined();
});

test("a function, a queue and a bucket of one name are three points, and the key of one opens no other", async () => {
  const deps = ports();
  const named = (kind: string): PointHead => ({
    ...head,
    kind,
    arn: `arn:aws:${kind}:::orders`,
    related: [],
  });
  const heads = ["lambda", "s3-notifications", "sqs-queue"].map(named);
  const keys: string[] = [];
  for (const one of heads)
    keys.push((await commit(deps, one, { ...content, document: one.kind, secrets: one.kind })).point.key);
  expect(keys).toEqual(heads.map(({ kind }) => `${PREFIX}points/${kind}/orders/${head.run}.json`));
  expect(await points(deps.store)).toEqual(keys);

  const read = await Promise.all(keys.map((at) => readPoint(deps.store, at)));
  for (const [index, point] of read.entries()) {
    expect(await verifyPoint(deps.store, point.key, BOTH)).toEqual([]);
    expect(await readDocument(deps.store, point)).toBe(heads[index]?.kind);
    expect(await openSecrets(deps.store, point, deps.keys, "us-east-1")).toBe(heads[index]?.kind);
  }
  const [lambda, , queue] = read;
  if (lambda === undefined || queue === undefined) throw new Error("three were written");
  // The function's secrets and its wrapped key, put where the queue's are looked for.
  const { secrets } = lambda.manifest;
  const wrap = deps.store.objects.get(wrapKey(lambda.name, secrets?.sha256 ?? "", "us-east-1"));
  if (secrets === undefined || wrap === undefined) throw new Error("the function has secrets");
  deps.store.objects.set(wrapKey(queue.name, secrets.sha256, "us-east-1"), wrap);
  const swapped = { ...queue, manifest: { ...queue.manifest, secrets } };
  await expect(openSecrets(deps.store, swapped, deps.keys, "us-east-1")).rejects.toThrow(
    `the secrets of ${queue.key} cannot be opened: us-east-1: its wrapped key is that of another point`,
  );
});

test("a manifest names its kind's format of the document, and what belongs to it", async () => {
  const deps = ports();
  await commit(deps, head, content);
  const { manifest } = await readPoint(deps.store, key);
  expect(manifest).toMatchObject({
    format: "zonekeep/1",
    kind: "lambda",
    id: "orders",
    name: "orders",
    related: head.related,
    document: { format: 2 },
  });
});

test("a secret is in no object in clear, and its data key is wiped from memory", async () => {
  const deps = ports();
  await commit(deps, head, content);
  for (const { bytes } of deps.store.objects.values())
    expect(Buffer.from(bytes).includes(CANARY)).toBe(false);
  expect(deps.keys.handedOut).toHaveLength(1);
  expect([...(deps.keys.handedOut[0] ?? [])].every((byte) => byte === 0)).toBe(true);
});

test("what no reader would take for a manifest is not written", async () => {
  const deps = ports();
  const related = Array.from({ length: 10_001 }, (_, n) => ({
    kind: "schedule",
    id: `default/s${n}`,
    arn: `arn:aws:scheduler:us-east-1:123456789012:schedule/default/s${n}`,
  }));
  await expect(commit(deps, { ...head, related }, content)).rejects.toThrow(
    "its manifest would be none that is read again: /related must NOT have more than 10000 items",
  );
  expect(await points(deps.store)).toEqual([]);
});
