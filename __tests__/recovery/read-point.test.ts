import { expect, test } from "vitest";
import { bytesContent, jsonContent } from "../../modules/recovery/bytes.ts";
import { commit } from "../../modules/recovery/commit.ts";
import { pointKey } from "../../modules/recovery/layout.ts";
import { findPoint, listPoints } from "../../modules/recovery/list-points.ts";
import { ManifestError, readPoint } from "../../modules/recovery/read-point.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { content, head, key, PREFIX, ports } from "../support/sample-point.ts";

const manifest = {
  format: "zonekeep/1",
  ...head,
  revision: { before: "r1", after: "r1" },
  document: { sha256: "a".repeat(64), size: 2 },
  blobs: [],
};

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
  ["[]", "is no manifest: it must be object"],
  ["{}", "is no manifest: it must have required property 'format'"],
  [JSON.stringify({ ...manifest, format: "zonekeep/2" }), "/format must be equal to constant"],
  [JSON.stringify({ ...manifest, extra: 1 }), "must NOT have additional properties"],
  [JSON.stringify(manifest).replace("{", '{"__proto__":{"x":1},'), "must NOT have additional properties"],
  [
    JSON.stringify({ ...manifest, document: { sha256: "../../x", size: 2 } }),
    "/document/sha256 must match pattern",
  ],
  [
    JSON.stringify({ ...manifest, document: { sha256: "a".repeat(64), size: -1 } }),
    "/document/size must be >= 0",
  ],
  [
    JSON.stringify({ ...manifest, document: { sha256: "a".repeat(64), size: 1e12 } }),
    "/document/size must be <=",
  ],
  [JSON.stringify({ ...manifest, resource: "payments" }), "speaks of lambda/payments/"],
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

test("points are listed oldest first, and other keys are no points", async () => {
  const store = new MemoryStore();
  const runs = ["20261123T210800Z-00000002", "20251123T210800Z-00000001", "20261124T000000Z-00000000"];
  for (const run of runs) await store.create(pointKey(PREFIX, "lambda", "orders", run), jsonContent({}), {});
  for (const odd of ["orders/notes.txt", "orders/x.json", "a.b/20261124T000000Z-00000000.json"])
    await store.create(`${PREFIX}points/lambda/${odd}`, jsonContent({}), {});
  const found: string[] = [];
  for await (const { run } of listPoints(store, PREFIX, { kind: "lambda", resource: "orders" }))
    found.push(run);
  expect(found).toEqual([runs[1], runs[0], runs[2]]);

  const orders = { kind: "lambda", resource: "orders" };
  expect(await findPoint(store, PREFIX, orders, "latest")).toMatchObject({ run: runs[2] });
  expect(await findPoint(store, PREFIX, orders, "20251123")).toMatchObject({ run: runs[1] });
  await expect(findPoint(store, PREFIX, orders, "2026")).rejects.toThrow(
    "more than one recovery point of lambda orders is of run 2026; the newest are 20261123T210800Z-00000002, 20261124T000000Z-00000000",
  );
  await expect(findPoint(store, PREFIX, orders, "1999")).rejects.toThrow(
    "no recovery point of lambda orders is of run 1999",
  );
  await expect(findPoint(store, PREFIX, { kind: "lambda", resource: "none" }, "latest")).rejects.toThrow(
    `memory://store/${PREFIX} has no recovery point of lambda none`,
  );
});
