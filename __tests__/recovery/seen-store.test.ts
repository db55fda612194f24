import { describe, expect, test } from "vitest";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { ensure } from "../../modules/recovery/ensure.ts";
import { SeenStore } from "../../modules/recovery/seen-store.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { storeConformance } from "../support/store-conformance.ts";

const UNTIL = "2030-01-01T00:00:00Z";
const LATER = "2031-01-01T00:00:00Z";
const hello = bytesContent(Buffer.from("hello"));

describe("a store that is asked once", () => {
  storeConformance(async () => new SeenStore(new MemoryStore()));
});

test("an object is looked at once, there or not, and its lock is known after it was lengthened", async () => {
  const store = new MemoryStore();
  await store.create("a", hello, { lockUntil: UNTIL });
  const seen = new SeenStore(store);
  for (const key of ["a", "a", "b", "b"]) await seen.head(key);
  expect(await ensure(seen, "a", hello, { lockUntil: LATER })).toBe("present");
  expect(await ensure(seen, "a", hello, { lockUntil: LATER })).toBe("present");
  expect(store.calls.slice(1)).toEqual(["head a", "head b", "extendLock a"]);
});

test("what another writes in between is found by the condition of the write, and looked at again", async () => {
  const store = new MemoryStore();
  const seen = new SeenStore(store);
  expect(await seen.head("a")).toBeUndefined();
  await store.create("a", hello, { lockUntil: UNTIL });
  expect(await ensure(seen, "a", hello, { lockUntil: UNTIL })).toBe("present");
  expect(store.calls).toEqual(["head a", "create a", "create a", "head a"]);
});

test("a write whose answer was lost is looked for, whatever was seen before", async () => {
  const store = new MemoryStore();
  const seen = new SeenStore(store);
  await seen.head("a");
  store.fault = (operation) => (operation === "create" ? "lose-answer" : undefined);
  expect(await ensure(seen, "a", hello, { lockUntil: UNTIL })).toBe("created");
});

test("a key that is most likely free is written without a look", async () => {
  const store = new MemoryStore();
  const fresh = { lockUntil: UNTIL, fresh: true };
  expect(await ensure(store, "a", hello, fresh)).toBe("created");
  expect(await ensure(store, "a", hello, fresh)).toBe("present");
  expect(store.calls).toEqual(["create a", "create a", "head a"]);
  await expect(ensure(store, "a", bytesContent(Buffer.from("other")), fresh)).rejects.toThrow("other bytes");
});
