import { expect, test } from "vitest";
import { commit } from "../../modules/recovery/commit.ts";
import { blobKey, pointKey } from "../../modules/recovery/layout.ts";
import { sharedLock } from "../../modules/recovery/shared-lock.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { SIGNED } from "../support/run-witness.ts";
import { code, content, head, layer, PREFIX, ports } from "../support/sample-point.ts";

const next = { ...head, run: "20261124T210800Z-1f2e3d4c", expiresAt: "2027-01-28T21:08:30Z" };
const shared = [code, layer].map(({ sha256 }) => blobKey(PREFIX, sha256));
const rewritten = (store: MemoryStore): string[] =>
  store.calls.filter((call) => call.startsWith("rewrite ")).map((call) => call.slice("rewrite ".length));

/** A point written while no rule copied anything. */
async function before() {
  const deps = ports();
  await commit(deps, head, content);
  return deps;
}

test("bytes from before there were copies are written again once there are, and then no more", async () => {
  const deps = await before();
  deps.store.replication = "active";
  expect(await commit(deps, next, content)).toMatchObject({ warnings: [] });
  expect(rewritten(deps.store)).toEqual(expect.arrayContaining(shared));
  for (const key of shared)
    expect(deps.store.objects.get(key)).toMatchObject({
      replication: "active",
      lockedUntil: sharedLock(next),
    });
  const key = pointKey(PREFIX, head, next.run);
  expect(await verifyPoint(deps.store, key, { sites: ["us-east-1", "eu-west-1"], witness: SIGNED })).toEqual(
    [],
  );

  const { length } = rewritten(deps.store);
  await commit(deps, { ...next, run: "20261125T210800Z-1f2e3d4c" }, content);
  expect(rewritten(deps.store)).toHaveLength(length);
});

test("what is written again keeps the longest lock it had", async () => {
  const deps = ports();
  await commit(deps, next, content);
  deps.store.replication = "active";
  await commit(deps, { ...head, run: "20261125T210800Z-1f2e3d4c" }, content);
  for (const key of shared) expect(deps.store.objects.get(key)?.lockedUntil).toBe(sharedLock(next));
});

test("what is written again keeps a lock that nobody can take away", async () => {
  const deps = await before();
  const [firm = "", plain = ""] = shared;
  Object.assign(deps.store.objects.get(firm) ?? {}, { irrevocable: true });
  deps.store.replication = "active";
  await commit(deps, next, content);
  expect(rewritten(deps.store)).toEqual(expect.arrayContaining(shared));
  expect((await deps.store.head(firm))?.irrevocable).toBe(true);
  expect((await deps.store.head(plain))?.irrevocable).toBeUndefined();
});

test("nothing is written again while no rule copies, or where no copy is asked for", async () => {
  const deps = await before();
  await commit(deps, next, content);
  deps.store.replication = "active";
  await commit({ ...deps, copies: [] }, { ...next, run: "20261125T210800Z-1f2e3d4c" }, content);
  expect(rewritten(deps.store)).toEqual([]);
});

test("bytes whose copy S3 gave up are named, and the point stands", async () => {
  const deps = await before();
  deps.store.replication = "active";
  await commit(deps, next, content);
  const entry = deps.store.objects.get(blobKey(PREFIX, code.sha256));
  if (entry === undefined) throw new Error("the code is not there");
  entry.replication = "failed";
  const { warnings } = await commit(deps, { ...next, run: "20261125T210800Z-1f2e3d4c" }, content);
  expect(warnings).toEqual([`${blobKey(PREFIX, code.sha256)} is not copied: S3 tried, and says FAILED`]);
});

test("a point stands although its bytes cannot be written again, and says so", async () => {
  const deps = await before();
  deps.store.replication = "active";
  deps.store.fault = (operation) => (operation === "rewrite" ? "refuse" : undefined);
  const { point, warnings } = await commit(deps, next, content);
  expect(warnings).toContain(`${shared[0]} is not copied: rewrite ${shared[0]}: connection refused`);
  deps.store.fault = () => undefined;
  expect(await verifyPoint(deps.store, point.key, { sites: ["us-east-1"], witness: SIGNED })).toEqual([]);
});
