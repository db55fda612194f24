import { expect, test } from "vitest";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { ConflictError, ensure } from "../../modules/recovery/ensure.ts";
import { ensureBlob } from "../../modules/recovery/ensure-blob.ts";
import type { Content, ObjectHead, PutOptions } from "../../modules/recovery/store.ts";
import { MemoryStore } from "../support/memory-store.ts";

const UNTIL = { lockUntil: "2030-01-01T00:00:00Z" };

/** Objects whose hash the store does not tell, as of those that another tool has copied there. */
class WithoutHashes extends MemoryStore {
  override async head(key: string): Promise<ObjectHead | undefined> {
    const head = await super.head(key);
    if (head === undefined) return undefined;
    const { sha256: _untold, ...rest } = head;
    return rest;
  }
}

/** As a store whose locks nobody takes away tells of others: they are none, and none of them is made firmer. */
class Firm extends MemoryStore {
  override async head(key: string, version?: string): Promise<ObjectHead | undefined> {
    const head = await super.head(key, version);
    if (head?.lockedUntil === undefined || head.irrevocable) return head;
    const { lockedUntil: _liftable, ...rest } = head;
    return { ...rest, liftable: true };
  }

  override async rewrite(key: string, content: Content, options: PutOptions): Promise<void> {
    await super.rewrite(key, content, { ...options, irrevocable: true });
  }

  override async extendLock(key: string): Promise<void> {
    throw new Error(`${key}: AccessDenied`);
  }
}

const content = bytesContent(Buffer.from("the same bytes"));

test("what is under a lock that can be lifted is written again, once, where locks cannot be", async () => {
  const store = new Firm();
  await store.create("a", content, { lockUntil: "2040-01-01T00:00:00Z" });
  for (const make of [ensure, ensureBlob, ensure]) await make(store, "a", content, UNTIL);
  expect(await store.head("a")).toMatchObject({ irrevocable: true, lockedUntil: UNTIL.lockUntil });
  expect(store.calls.filter((call) => call === "rewrite a")).toHaveLength(1);
});

test("so it is below other bytes that somebody put on top", async () => {
  const store = new Firm();
  await store.create("a", content, { lockUntil: "2040-01-01T00:00:00Z" });
  store.overwrite("a", Buffer.from("THE SAME BYTES"));
  const { ending, warning } = await ensureBlob(store, "a", content, UNTIL);
  expect([ending, warning]).toEqual([
    "created",
    expect.stringContaining("no version below was locked for good"),
  ]);
  expect(await store.head("a")).toMatchObject({ irrevocable: true, sha256: content.sha256 });
});

test("an object without a hash is known by its bytes, and locked as long", async () => {
  const store = new WithoutHashes();
  await store.create("a", content, {});
  expect(await ensure(store, "a", content, UNTIL)).toBe("present");
  expect(store.objects.get("a")?.lockedUntil).toBe(UNTIL.lockUntil);
  expect(store.calls).toContain("open a");
});

test("one with other bytes of the same size is another, and is left as it is", async () => {
  const store = new WithoutHashes();
  await store.create("a", bytesContent(Buffer.from("the same BYTES")), {});
  await expect(ensure(store, "a", content, UNTIL)).rejects.toThrow(ConflictError);
  expect(store.objects.get("a")?.lockedUntil).toBeUndefined();
});

test("one with a hash is not read, and one of another size neither", async () => {
  const store = new MemoryStore();
  await store.create("a", content, {});
  expect(await ensure(store, "a", content, UNTIL)).toBe("present");
  const other = new WithoutHashes();
  await other.create("a", bytesContent(Buffer.from("longer than the same bytes")), {});
  await expect(ensure(other, "a", content, UNTIL)).rejects.toThrow(ConflictError);
  expect([...store.calls, ...other.calls].filter((call) => call.startsWith("open"))).toEqual([]);
});
