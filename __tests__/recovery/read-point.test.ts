import { describe, expect, test } from "vitest";
import { KINDS } from "../../modules/contract/kinds.ts";
import { bytesContent, jsonContent } from "../../modules/recovery/bytes.ts";
import { commit } from "../../modules/recovery/commit.ts";
import { knownKind } from "../../modules/recovery/known-kind.ts";
import { pointKey } from "../../modules/recovery/layout.ts";
import { findPoint, isPoint, listKeys, listPoints } from "../../modules/recovery/list-points.ts";
import { ManifestError, readPoint } from "../../modules/recovery/read-point.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { content, head, key, PREFIX, ports } from "../support/sample-point.ts";

const manifest = {
  format: "zonekeep/1",
  ...head,
  revision: { before: "r1", after: "r1" },
  document: { sha256: "a".repeat(64), size: 2, format: 2 },
  blobs: [],
};
const related = manifest.related[0];

async function read(text: string | Uint8Array, at = key): Promise<unknown> {
  const store = new MemoryStore();
  await store.create(at, bytesContent(Buffer.from(text)), {});
  return readPoint(store, at);
}

test("a manifest of the published schema is read", async () => {
  await expect(read(JSON.stringify(manifest))).resolves.toMatchObject({ key, manifest });
});

test.each([
  ["", "is not JSON (0 bytes)"],
  ["{", "is not JSON (1 bytes)"],
  [Uint8Array.of(0x22, 0xff, 0x22), "is not JSON (3 bytes)"],
  ["[]", "is not a manifest: it must be object"],
  ["{}", "is not a manifest: it must have required property 'format'"],
  [
    JSON.stringify({ ...manifest, format: "zonekeep/2" }),
    'is of format "zonekeep/2", and this version reads zonekeep/1: use a newer zonekeep',
  ],
  ['{"format":"zonekeep/2","everything":"else"}', "use a newer zonekeep"],
  [
    JSON.stringify({ ...manifest, format: "other/1" }),
    "is not a manifest: /format must be equal to constant",
  ],
  [JSON.stringify({ ...manifest, format: 1 }), "is not a manifest: /format must be equal to constant"],
  [JSON.stringify({ ...manifest, kind: "Lambda" }), "is not a manifest: /kind must match pattern"],
  [JSON.stringify({ ...manifest, id: "orders\u001b[2J" }), "is not a manifest: /id must match pattern"],
  [JSON.stringify({ ...manifest, name: "orders\n" }), "is not a manifest: /name must match pattern"],
  [
    JSON.stringify({ ...manifest, related: undefined }),
    "is not a manifest: it must have required property 'related'",
  ],
  [
    JSON.stringify({ ...manifest, related: [{ ...related, calls: [] }] }),
    "/related/0 must NOT have additional properties",
  ],
  [
    JSON.stringify({ ...manifest, document: { sha256: "a".repeat(64), size: 2 } }),
    "/document must have required property 'format'",
  ],
  [JSON.stringify({ ...manifest, extra: 1 }), "must NOT have additional properties"],
  [JSON.stringify(manifest).replace("{", '{"__proto__":{"x":1},'), "must NOT have additional properties"],
  [
    JSON.stringify({ ...manifest, document: { ...manifest.document, sha256: "../../x" } }),
    "/document/sha256 must match pattern",
  ],
  [
    JSON.stringify({ ...manifest, document: { ...manifest.document, size: -1 } }),
    "/document/size must be >= 0",
  ],
  [
    JSON.stringify({ ...manifest, document: { ...manifest.document, size: 1e12 } }),
    "/document/size must be <=",
  ],
  [
    JSON.stringify({ ...manifest, id: "payments" }),
    `speaks of lambda/payments in run ${head.run}: it was moved or swapped`,
  ],
  [
    JSON.stringify({ ...manifest, kind: "sqs-queue" }),
    `speaks of sqs-queue/orders in run ${head.run}: it was moved or swapped`,
  ],
  [JSON.stringify({ ...manifest, run: "20261123T210800Z-00000000" }), "it was moved or swapped"],
  [
    JSON.stringify({ ...manifest, site: "eu-west-1" }),
    "speaks of 123456789012/eu-west-1: it was moved or swapped",
  ],
])("fails on a manifest that is %j", async (text, why) => {
  const refused = read(text);
  await expect(refused).rejects.toThrow(ManifestError);
  await expect(refused).rejects.toThrow(why);
});

test("fails on a manifest larger than any of ours, without reading it to its end", async () => {
  await expect(read(Buffer.alloc(9 * 1024 * 1024))).rejects.toThrow("more than 8388608 bytes");
});

test("a store that cannot be reached is its own error, not a bad manifest", async () => {
  const deps = ports();
  await commit(deps, head, content);
  deps.store.fault = () => "refuse";
  const refused = readPoint(deps.store, key);
  await expect(refused).rejects.not.toThrow(ManifestError);
});

test("a manifest of a kind that only a newer version knows is read: its bytes can be verified", async () => {
  const at = pointKey(PREFIX, { kind: "iot-rule", id: "bus/rule" }, head.run);
  const newer = { ...manifest, kind: "iot-rule", id: "bus/rule", name: "rule" };
  await expect(read(JSON.stringify(newer), at)).resolves.toMatchObject({
    name: { kind: "iot-rule", id: "bus/rule" },
    manifest: newer,
  });
  expect(knownKind("iot-rule")).toBeUndefined();
  expect(knownKind("constructor")).toBeUndefined();
  expect(KINDS.map((kind) => knownKind(kind))).toEqual(KINDS);
});

describe("of what lies among the points", () => {
  const runs = ["20261123T210800Z-00000002", "20251123T210800Z-00000001", "20261124T000000Z-00000000"];
  const orders = { kind: "lambda", id: "orders" };
  const newer = { kind: "iot-rule", id: "orders" };
  const strays = [
    "event-rule/bus/rule/20261124T000000Z-00000000.json",
    "lambda/a b/20261124T000000Z-00000000.json",
    "lambda/a=2fb/20261124T000000Z-00000000.json",
    "lambda/orders/notes.txt",
    "lambda/orders/x.json",
    "readme",
  ].map((key) => `${PREFIX}points/${key}`);

  async function filled(): Promise<MemoryStore> {
    const store = new MemoryStore();
    for (const run of runs) await store.create(pointKey(PREFIX, orders, run), jsonContent({}), {});
    await store.create(pointKey(PREFIX, newer, runs[0] ?? ""), jsonContent({}), {});
    await store.create(
      pointKey(PREFIX, { kind: "lambda", id: "orders-2" }, runs[0] ?? ""),
      jsonContent({}),
      {},
    );
    for (const key of strays) await store.create(key, jsonContent({}), {});
    return store;
  }

  test("points are listed by kind and id, oldest first, those of unknown kinds too", async () => {
    const found: string[] = [];
    for await (const { kind, id, run } of listPoints(await filled(), PREFIX))
      found.push(`${kind}/${id} ${run}`);
    expect(found).toEqual([
      `iot-rule/orders ${runs[0]}`,
      `lambda/orders-2 ${runs[0]}`,
      `lambda/orders ${runs[1]}`,
      `lambda/orders ${runs[0]}`,
      `lambda/orders ${runs[2]}`,
    ]);
  });

  test("every other key is a stray", async () => {
    const found: object[] = [];
    for await (const one of listKeys(await filled(), PREFIX)) if (!isPoint(one)) found.push(one);
    expect(found).toEqual(strays.map((key) => ({ key, prefix: PREFIX })));
  });

  test("one point is found by its thing and run", async () => {
    const store = await filled();
    expect(await findPoint(store, PREFIX, orders, "latest")).toMatchObject({ ...orders, run: runs[2] });
    expect(await findPoint(store, PREFIX, orders, "20251123")).toMatchObject({ run: runs[1] });
    expect(await findPoint(store, PREFIX, newer, "latest")).toMatchObject({ ...newer, run: runs[0] });
  });

  test("and where there is none, or more than one, it is said what there is", async () => {
    const store = await filled();
    await expect(findPoint(store, PREFIX, orders, "2026")).rejects.toThrow(
      "more than one recovery point of lambda/orders is of run 2026",
    );
    await expect(findPoint(store, PREFIX, orders, "1999")).rejects.toThrow(
      "no recovery point of lambda/orders is of run 1999",
    );
    await expect(findPoint(store, PREFIX, { kind: "sqs-queue", id: "orders" }, "latest")).rejects.toThrow(
      `memory://store/${PREFIX} has no recovery point of sqs-queue/orders`,
    );
  });
});
