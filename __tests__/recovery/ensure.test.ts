import { expect, test } from "vitest";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { ConflictError, ensure } from "../../modules/recovery/ensure.ts";
import type { ObjectHead } from "../../modules/recovery/store.ts";
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

const content = bytesContent(Buffer.from("the same bytes"));

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
