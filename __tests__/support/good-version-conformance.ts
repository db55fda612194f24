import { beforeEach, expect, test } from "vitest";
import { bytesContent, collect } from "../../modules/recovery/bytes.ts";
import { ensureBlob } from "../../modules/recovery/ensure-blob.ts";
import { goodVersion } from "../../modules/recovery/good-version.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { blobKey } from "../../modules/recovery/layout.ts";
import { MOST_VERSIONS } from "../../modules/recovery/oldest-versions.ts";
import { readVerified } from "../../modules/recovery/read-blob.ts";
import { repairKey } from "../../modules/recovery/repair.ts";
import type { Content, Store } from "../../modules/recovery/store.ts";

const LATER = "2030-01-01T00:00:00Z";
const LATEST = "2031-01-01T00:00:00Z";
const PREFIX = "123456789012/us-east-1/";
const code = bytesContent(Buffer.from("exports.handler = () => 1"));
const poison = bytesContent(Buffer.from("exports.handler = () => 6"));
const key = blobKey(PREFIX, code.sha256);

/** What holds of bytes that are known by their hash, in every store, whatever others put on top of them. */
export function goodVersionConformance(make: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await make();
  });

  const putOnTop = (bytes: Content): Promise<void> => store.rewrite(key, bytes, {});
  const text = async (): Promise<string> => Buffer.from(await readVerified(store, key, code)).toString();

  test("bytes below any number of others, of their size or not, are read and found by their hash", async () => {
    await store.create(key, code, { lockUntil: LATER });
    await putOnTop(poison);
    await putOnTop(bytesContent(Buffer.from("short")));
    const [first] = await store.versions(key);
    expect(await text()).toBe("exports.handler = () => 1");
    expect(await goodVersion(store, key, code)).toMatchObject({ version: first?.version });
    const known = await knownBlob(store, PREFIX)(code);
    if (known === undefined) throw new Error("the good version is known");
    expect(Buffer.from(await collect(known.open(), 100)).toString()).toBe("exports.handler = () => 1");
  });

  test("where no version is good, none is found, and what lies on top is told", async () => {
    await store.create(key, poison, {});
    await putOnTop(poison);
    expect(await goodVersion(store, key, code)).toBeUndefined();
    expect(await knownBlob(store, PREFIX)(code)).toBeUndefined();
    await expect(text()).rejects.toThrow(`${key} is corrupt: its SHA-256 is another one`);
    await putOnTop(bytesContent(Buffer.from("short")));
    await expect(text()).rejects.toThrow(`${key} is short: 5 of 25 bytes`);
  });

  test("a backup keeps the good version below longer, writes nothing, and says how it comes on top", async () => {
    await store.create(key, code, { lockUntil: LATER });
    await putOnTop(poison);
    const [good = { version: "" }, bad = { version: "" }] = await store.versions(key);
    const ensured = await ensureBlob(store, key, code, { lockUntil: LATEST });
    expect(ensured).toEqual({
      ending: "present",
      warning: `${key}: other bytes lie on top of it; version ${good.version} below is good, and kept: npx zonekeep repair puts it on top`,
    });
    expect(Date.parse((await store.head(key, good.version))?.lockedUntil ?? "")).toBe(Date.parse(LATEST));
    expect((await store.head(key, bad.version))?.lockedUntil).toBeUndefined();
    expect(await store.versions(key)).toHaveLength(2);
  });

  test("a backup writes its bytes on top, locked, where no version is good", async () => {
    await store.create(key, poison, { lockUntil: LATER });
    expect(await ensureBlob(store, key, code, { lockUntil: LATEST })).toEqual({
      ending: "created",
      warning: `${key}: other bytes lie there, and no version was good; it was written again on top`,
    });
    expect(await text()).toBe("exports.handler = () => 1");
    const head = await store.head(key);
    expect(head).toMatchObject({ sha256: code.sha256 });
    expect(Date.parse(head?.lockedUntil ?? "")).toBe(Date.parse(LATEST));
    expect(await ensureBlob(store, key, code, { lockUntil: LATEST })).toEqual({ ending: "present" });
  });

  test("bytes among a hundred others of their size are found; above as many they are refused by name, and written again", async () => {
    const pile = async (others: number): Promise<void> => {
      store = await make();
      for (let n = 0; n < others; n++) await putOnTop(poison);
      await putOnTop(code);
      await putOnTop(poison);
    };
    await pile(MOST_VERSIONS - 1);
    const hundredth = (await store.versions(key))[MOST_VERSIONS - 1];
    expect(await goodVersion(store, key, code)).toMatchObject({ version: hundredth?.version });
    expect(await text()).toBe("exports.handler = () => 1");

    await pile(MOST_VERSIONS);
    const buried = `${key} is buried: 102 versions lie there, and none of the oldest 100, which are all that is read, is what its name says`;
    await expect(goodVersion(store, key, code)).rejects.toThrow(buried);
    await expect(text()).rejects.toThrow(buried);
    expect(await knownBlob(store, PREFIX)(code)).toBeUndefined();
    expect(await repairKey(store, { key, ref: code, until: LATEST }, false)).toEqual({
      ...{ key, found: "other bytes", state: "failed", why: buried },
    });
    expect(await ensureBlob(store, key, code, { lockUntil: LATEST })).toMatchObject({ ending: "created" });
    expect(await text()).toBe("exports.handler = () => 1");
  });

  test("a repair puts the good version on top again, locked as long as before or as points need it, and stays at that", async () => {
    await store.create(key, code, { lockUntil: LATER });
    await putOnTop(poison);
    const [first] = await store.versions(key);
    const repairable = { key, ref: code, until: LATEST };
    const found = { key, found: "other bytes", version: first?.version };
    expect(await repairKey(store, repairable, true)).toEqual({ ...found, state: "to repair" });
    expect(await store.versions(key)).toHaveLength(2);
    expect(await repairKey(store, repairable, false)).toEqual({ ...found, state: "repaired" });
    const head = await store.head(key);
    expect(head).toMatchObject({ sha256: code.sha256 });
    expect(Date.parse(head?.lockedUntil ?? "")).toBe(Date.parse(LATEST));
    expect(await repairKey(store, repairable, false)).toBeUndefined();
    expect(await store.versions(key)).toHaveLength(3);
  });
}
