import { beforeEach, expect, test } from "vitest";
import { bytesContent, collect } from "../../modules/recovery/bytes.ts";
import type { Store } from "../../modules/recovery/store.ts";

const LATER = "2030-01-01T00:00:00Z";
const LATEST = "2031-01-01T00:00:00Z";
const hello = bytesContent(Buffer.from("hello"));

/** What every store promises; `make` gives an empty one, `hide` lays a delete marker where the store knows them. */
export function storeConformance(
  make: () => Promise<Store>,
  hide?: (store: Store, key: string) => Promise<void>,
): void {
  let store: Store;
  beforeEach(async () => {
    store = await make();
  });

  test("an absent object is undefined, and no error", async () => {
    expect(await store.head("a/absent")).toBeUndefined();
    expect(await store.open("a/absent")).toBeUndefined();
    expect(await keys("a/")).toEqual([]);
  });

  test("what was created is there with its size, hash and lock, and reads back", async () => {
    expect(await store.create("a/1", hello, { lockUntil: LATER })).toBe("created");
    const { version: _one, ...head } = (await store.head("a/1")) ?? { size: 0 };
    expect({ ...head, lockedUntil: Date.parse(head.lockedUntil ?? "") }).toEqual({
      size: 5,
      sha256: hello.sha256,
      lockedUntil: Date.parse(LATER),
    });
    expect(await text("a/1")).toBe("hello");
  });

  test("a key is written once", async () => {
    await store.create("a/1", hello, {});
    expect(await store.create("a/1", bytesContent(Buffer.from("other")), {})).toBe("exists");
    expect(await text("a/1")).toBe("hello");
  });

  test("of two writers at once, one creates", async () => {
    const other = bytesContent(Buffer.from("other"));
    const answers = await Promise.all([store.create("a/1", hello, {}), store.create("a/1", other, {})]);
    expect(answers.toSorted()).toEqual(["created", "exists"]);
  });

  test("what is there can be written again, with a lock of its own", async () => {
    await store.create("a/1", hello, { lockUntil: LATER });
    await store.rewrite("a/1", hello, { lockUntil: LATEST });
    expect(Date.parse((await store.head("a/1"))?.lockedUntil ?? "")).toBe(Date.parse(LATEST));
    expect(await text("a/1")).toBe("hello");
    expect(await keys("a/")).toEqual(["a/1"]);
  });

  test("of what was written again each version is known, oldest first, and is read, looked at and locked alone", async () => {
    const other = bytesContent(Buffer.from("another"));
    await store.create("a/1", hello, { lockUntil: LATER });
    await store.rewrite("a/1", other, {});
    await store.create("a/10", other, {});
    const [first, second, ...more] = await store.versions("a/1");
    expect([first, second, more]).toEqual([
      { version: expect.any(String), size: 5, current: false, written: expect.any(String) },
      { version: expect.any(String), size: 7, current: true, written: expect.any(String) },
      [],
    ]);
    const [good = "", bad = ""] = [first?.version, second?.version];
    expect(await text("a/1", good)).toBe("hello");
    expect(await text("a/1", bad)).toBe("another");
    expect(await text("a/1")).toBe("another");
    expect(await store.head("a/1", good)).toMatchObject({ size: 5, sha256: hello.sha256, version: good });
    expect(await store.head("a/1")).toMatchObject({ sha256: other.sha256, version: bad });

    await store.extendLock("a/1", LATEST, good);
    expect(Date.parse((await store.head("a/1", good))?.lockedUntil ?? "")).toBe(Date.parse(LATEST));
    expect((await store.head("a/1", bad))?.lockedUntil).toBeUndefined();
    expect(await store.versions("a/absent")).toEqual([]);
    const below: (readonly [string, number])[] = [];
    for await (const { key, versions } of store.versionsBelow("a/")) below.push([key, versions.length]);
    expect(below).toEqual([
      ["a/1", 2],
      ["a/10", 1],
    ]);
  });

  test("a lock that one version was given is known of it afterwards", async () => {
    await store.create("a/1", hello, { lockUntil: LATER });
    const version = (await store.head("a/1"))?.version;
    await store.extendLock("a/1", LATEST, version);
    expect(Date.parse((await store.head("a/1"))?.lockedUntil ?? "")).toBe(Date.parse(LATEST));
  });

  test("bytes that do not match their hash are refused", async () => {
    await expect(store.create("a/1", { ...hello, sha256: "0".repeat(64) }, {})).rejects.toThrow();
    expect(await store.head("a/1")).toBeUndefined();
  });

  test("a large object goes in and out in pieces", async () => {
    const large = bytesContent(Buffer.alloc(3 * 1024 * 1024 + 7, "zonekeep"));
    expect(await store.create("a/large", large, { lockUntil: LATER })).toBe("created");
    expect(await store.head("a/large")).toMatchObject({ size: large.size, sha256: large.sha256 });
    const source = await store.open("a/large");
    if (source === undefined) throw new Error("a/large is not there");
    expect(bytesContent(await collect(source, large.size)).sha256).toBe(large.sha256);
  });

  test("a lock is lengthened, and never shortened", async () => {
    await store.create("a/1", hello, { lockUntil: LATER });
    await store.extendLock("a/1", LATEST);
    await store.extendLock("a/1", LATER);
    expect(Date.parse((await store.head("a/1"))?.lockedUntil ?? "")).toBe(Date.parse(LATEST));
  });

  test("an object without a lock can be locked later", async () => {
    await store.create("a/1", hello, {});
    expect((await store.head("a/1"))?.lockedUntil).toBeUndefined();
    await store.extendLock("a/1", LATER);
    expect(Date.parse((await store.head("a/1"))?.lockedUntil ?? "")).toBe(Date.parse(LATER));
  });

  test("a list has the keys below a prefix, ascending", async () => {
    for (const key of ["a/2", "b/1", "a/10", "a/1"]) await store.create(key, hello, {});
    expect(await keys("a/")).toEqual(["a/1", "a/10", "a/2"]);
  });

  if (hide !== undefined) {
    test("an object behind a delete marker is still there", async () => {
      await store.create("a/1", hello, { lockUntil: LATER });
      await hide(store, "a/1");
      expect(await store.head("a/1")).toMatchObject({ size: 5, sha256: hello.sha256 });
      expect(await text("a/1")).toBe("hello");
      expect(await keys("a/")).toEqual(["a/1"]);
      expect(await store.versions("a/1")).toMatchObject([{ size: 5, current: false }]);
      await store.extendLock("a/1", LATEST);
      expect(Date.parse((await store.head("a/1"))?.lockedUntil ?? "")).toBe(Date.parse(LATEST));
    });
  }

  async function text(key: string, version?: string): Promise<string> {
    const source = await store.open(key, version);
    if (source === undefined) throw new Error(`${key} is not there`);
    return Buffer.from(await collect(source, 100)).toString();
  }

  async function keys(prefix: string): Promise<string[]> {
    const found: string[] = [];
    for await (const { key } of store.list(prefix)) found.push(key);
    return found;
  }
}
