import { beforeEach, describe, expect, test } from "vitest";
import { repairSources } from "../../modules/cli/points/repair-sources.ts";
import { jsonContent } from "../../modules/recovery/bytes.ts";
import { blobKey } from "../../modules/recovery/layout.ts";
import type { Manifest } from "../../modules/recovery/manifest.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { code, keepPoint, memorySource } from "./support/points.ts";

const RUN = "20261123T080000Z-0000000a";
const poison = Buffer.alloc(code.size, "!");

describe("repair", () => {
  let source: ReturnType<typeof memorySource>;
  let store: MemoryStore;
  let codeKey: string;
  const repair = (dryRun = false) =>
    repairSources([source], undefined, { env: {}, dryRun, onKey: () => undefined });

  beforeEach(async () => {
    source = memorySource("us-east-1");
    ({ store } = source);
    codeKey = blobKey(source.prefix, code.sha256);
    await keepPoint(source, "orders-quote", RUN);
    await keepPoint(source, "orders-intake", RUN);
  });

  test("writes nothing where each key has its good version on top, and looks once at what points share", async () => {
    const from = store.calls.length;
    expect(await repair()).toMatchObject({ points: 2, found: [], unread: [] });
    const calls = store.calls.slice(from);
    expect(calls.filter((call) => call.endsWith(codeKey))).toEqual([`head ${codeKey}`]);
    expect(calls.filter((call) => /^(create|rewrite|extendLock)/.test(call))).toEqual([]);
  });

  test("tells what lies on top, of which version, and only writes where it is not a dry run", async () => {
    const { version } = store.objects.get(codeKey) ?? {};
    store.overwrite(codeKey, poison);
    const found = { key: codeKey, found: "other bytes", version, from: "us-east-1" };
    expect((await repair(true)).found).toEqual([{ ...found, state: "to repair" }]);
    expect((await repair()).found).toEqual([{ ...found, state: "repaired" }]);
    expect((await repair()).found).toEqual([]);
    expect(store.objects.get(codeKey)).toMatchObject({
      sha256: code.sha256,
      lockedUntil: expect.any(String),
    });
  });

  test("puts a manifest on top again, whatever somebody put there", async () => {
    const key = `${source.prefix}points/lambda/orders-quote/${RUN}.json`;
    const { sha256, version } = store.objects.get(key) ?? {};
    store.overwrite(key, poison);
    expect((await repair()).found).toMatchObject([{ key, found: "other bytes", state: "repaired", version }]);
    expect(store.objects.get(key)).toMatchObject({ sha256, lockedUntil: expect.any(String) });
    store.hidden.add(key);
    expect((await repair()).found).toMatchObject([{ key, found: "a delete marker", state: "repaired" }]);
    expect((await repair()).found).toEqual([]);
  });

  test("puts no manifest on top that was tampered with", async () => {
    const forged = { state: "refused", problem: "forged", why: "somebody else signed its run" } as const;
    const key = `${source.prefix}points/lambda/orders-quote/${RUN}.json`;
    store.overwrite(key, poison);
    const tampered = { ...source, witness: { ...source.witness, judge: async () => forged } };
    const asked = { env: {}, dryRun: false, onKey: () => undefined };
    expect((await repairSources([tampered], undefined, asked)).found).toEqual([]);
    expect(store.objects.get(key)?.bytes).toEqual(poison);
  });

  describe("of wrapped keys", () => {
    let wrap: string;
    beforeEach(() => {
      [wrap = ""] = [...store.objects.keys()].filter((key) => key.includes("/wraps/lambda/orders-quote/"));
    });
    const otherOf = (change: object): Uint8Array =>
      Buffer.from(
        JSON.stringify({
          ...JSON.parse(Buffer.from(store.objects.get(wrap)?.bytes ?? []).toString()),
          ...change,
        }),
      );

    test("puts the oldest on top that is locked and of its point and site, and asks no key of KMS", async () => {
      const { sha256, version, lockedUntil } = store.objects.get(wrap) ?? {};
      store.overwrite(wrap, otherOf({ wrapped: "AAAA" }));
      const found = { key: wrap, found: "other bytes", version, from: "us-east-1" };
      expect((await repair(true)).found).toEqual([{ ...found, state: "to repair" }]);
      expect((await repair()).found).toEqual([{ ...found, state: "repaired" }]);
      expect(store.objects.get(wrap)).toMatchObject({ sha256, lockedUntil });
      expect((await repair()).found).toEqual([]);
      store.hidden.add(wrap);
      expect((await repair()).found).toMatchObject([{ found: "a delete marker", state: "repaired" }]);
      expect((await repair()).found).toEqual([]);
    });

    test.each<[string, (own: Uint8Array) => Uint8Array]>([
      ["of another site", () => otherOf({ site: "eu-west-1" })],
      ["of another point", () => otherOf({ context: {} })],
      ["no wrapped key", () => Buffer.from("poison")],
      ["longer than one", () => Buffer.alloc(64 * 1024 + 1, "!")],
    ])("takes none that is %s, however old and locked, for the right one", async (_what, bytes) => {
      const own = store.objects.get(wrap);
      if (own === undefined) throw new Error("the point has no wrapped key");
      const other = bytes(own.bytes);
      store.objects.delete(wrap);
      store.overwrite(wrap, other);
      Object.assign(store.objects.get(wrap) ?? {}, { lockedUntil: own.lockedUntil });
      expect((await repair()).found).toEqual([]);
      store.overwrite(wrap, own.bytes);
      Object.assign(store.objects.get(wrap) ?? {}, { lockedUntil: own.lockedUntil });
      store.overwrite(wrap, other);
      expect((await repair()).found).toMatchObject([{ key: wrap, state: "repaired" }]);
      expect(store.objects.get(wrap)?.sha256).toBe(own.sha256);
    });

    test("tells where nothing says which is right, and leaves it", async () => {
      const own = store.objects.get(wrap);
      delete own?.lockedUntil;
      store.overwrite(wrap, otherOf({ wrapped: "AAAA" }));
      const unknown = { key: wrap, found: "other bytes", state: "unknown", from: "us-east-1" };
      expect((await repair()).found).toEqual([unknown]);
      expect(await store.versions(wrap)).toHaveLength(2);
    });

    test.each([
      { state: "refused", problem: "forged", why: "somebody else signed its run" },
      { state: "unsigned", why: "nobody signed its run" },
    ] as const)("looks at none of a point that is $state", async (forged) => {
      store.overwrite(wrap, otherOf({ wrapped: "AAAA" }));
      const tampered = { ...source, witness: { ...source.witness, judge: async () => forged } };
      const asked = { env: {}, dryRun: false, onKey: () => undefined };
      expect((await repairSources([tampered], undefined, asked)).found).toEqual([]);
    });
  });

  test("lengthens no lock and puts no manifest on top by the word of a point that nobody signed", async () => {
    const unsigned = { state: "unsigned", why: "nobody signed its run" } as const;
    const planted = `${source.prefix}points/lambda/orders-quote/20261124T080000Z-0000000b.json`;
    const own = store.objects.get(`${source.prefix}points/lambda/orders-quote/${RUN}.json`);
    const manifest = JSON.parse(Buffer.from(own?.bytes ?? []).toString()) as Manifest;
    const run = "20261124T080000Z-0000000b";
    const forever = { ...manifest, run, expiresAt: "9999-12-31T00:00:00Z" };
    await store.create(planted, jsonContent(forever), { lockUntil: "2027-01-01T00:00:00Z" });
    store.overwrite(planted, poison);
    const { lockedUntil } = store.objects.get(codeKey) ?? {};
    Object.assign(store.objects.get(codeKey) ?? {}, { irrevocable: true });
    store.overwrite(codeKey, poison);
    const { judge } = source.witness;
    const witness: typeof source.witness = {
      ...source.witness,
      judge: async (point) => (point.manifest.run === run ? unsigned : judge.call(source.witness, point)),
    };
    const asked = { env: {}, dryRun: false, onKey: () => undefined };
    const { found } = await repairSources([{ ...source, witness }], undefined, asked);
    expect(found).toMatchObject([{ key: codeKey, state: "repaired" }]);
    expect(store.objects.get(codeKey)).toMatchObject({ lockedUntil, irrevocable: true });
    expect(store.objects.get(planted)?.bytes).toEqual(poison);
  });

  test("keeps a lock that nobody can take away on the version that it puts on top", async () => {
    Object.assign(store.objects.get(codeKey) ?? {}, { irrevocable: true });
    store.overwrite(codeKey, poison);
    expect((await repair()).found).toMatchObject([{ state: "repaired" }]);
    expect(await store.head(codeKey)).toMatchObject({ sha256: code.sha256, irrevocable: true });
  });

  test("brings back what a delete marker hides", async () => {
    store.hidden.add(codeKey);
    expect((await repair()).found).toMatchObject([{ found: "a delete marker", state: "repaired" }]);
    expect(await store.versions(codeKey)).toMatchObject([{ current: false }, { current: true }]);
  });

  test("tells what is lost, and what it could not look for since a manifest cannot be read; the rest is repaired", async () => {
    store.objects.delete(codeKey);
    store.overwrite(codeKey, poison);
    const [document = ""] = [...store.objects.keys()].filter(
      (key) => key.includes("/blobs/") && key !== codeKey,
    );
    store.overwrite(document, poison);
    const { found } = await repair();
    expect(found.map(({ key, state }) => [key, state]).sort()).toEqual(
      [
        [codeKey, "lost"],
        [document, "repaired"],
      ].sort(),
    );
    const [manifest = ""] = [...store.objects.keys()].filter((key) => key.includes("/points/"));
    store.tamper(manifest, () => Buffer.from("{}"));
    expect((await repair()).unread).toMatchObject([{ key: manifest, from: "us-east-1" }]);
  });
});
