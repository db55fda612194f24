import { expect, test } from "vitest";
import { capture, type RunnerPorts } from "../../handlers/capture/capture.ts";
import { lambda } from "../../modules/protectors/lambda/protector.ts";
import { earlierPoints, MOST_EARLIER } from "../../modules/recovery/earlier-points.ts";
import { blobKey, pointKey } from "../../modules/recovery/layout.ts";
import { readDocument } from "../../modules/recovery/read-blob.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import type { Witness } from "../../modules/recovery/signing/authenticity.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import type { FakeRegion } from "../support/fake-region.ts";
import { functionRunner } from "../support/function-runner.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { item, LAYER, richFunction } from "../support/rich-function.ts";
import { SIGNED } from "../support/run-witness.ts";
import { PREFIX } from "../support/sample-point.ts";
import { request, run } from "../support/sample-request.ts";

const later = { id: "20261220T210800Z-1f2e3d4c", startedAt: "2026-12-20T21:08:00Z" };

/** What a runner works with, on one store. */
function runner(
  source: FakeRegion,
  store: MemoryStore,
  now: string,
  earlierWitness: Witness = SIGNED,
): RunnerPorts {
  const ports = functionRunner(source, store, now);
  return { ...ports, aws: { ...ports.aws, earlier: earlierPoints(store, PREFIX, earlierWitness) } };
}

const ofLayer = (warning: string): boolean => warning.startsWith("layer ");
const first = "2026-11-23T21:08:30Z";

test("the bytes of a layer that was deleted after a deploy are those of an earlier point, held as long as the new one", async () => {
  const source = richFunction();
  const store = new MemoryStore();
  await capture(runner(source, store, first), { request, run, item });
  source.lambda.layers.clear();
  const { warnings } = await capture(runner(source, store, later.startedAt), { request, run: later, item });
  expect(warnings.filter(ofLayer)).toEqual([]);

  const key = pointKey(PREFIX, item, later.id);
  expect(await verifyPoint(store, key, { sites: [], witness: SIGNED })).toEqual([]);
  const point = await readPoint(store, key);
  const blob = point.manifest.blobs.find(({ name }) => name === `layer/${LAYER}`);
  const { layers } = lambda.parse(await readDocument(store, point));
  expect(layers).toEqual([
    { arn: LAYER, name: "base", sha256: blob?.sha256, settings: { CompatibleRuntimes: ["nodejs22.x"] } },
  ]);
  const { lockedUntil = "" } = (await store.head(blobKey(PREFIX, blob?.sha256 ?? ""))) ?? {};
  expect(Date.parse(lockedUntil)).toBeGreaterThanOrEqual(Date.parse(point.manifest.expiresAt));
});

test("a deleted layer that no point holds is told, and one whose bytes are gone from the store as well", async () => {
  const source = richFunction();
  const store = new MemoryStore();
  source.lambda.layers.clear();
  const never = await capture(runner(source, store, first), { request, run, item });
  expect(never.warnings.filter(ofLayer)).toEqual([
    expect.stringContaining(`layer ${LAYER} cannot be read, so its bytes are not kept`),
  ]);

  const again = richFunction();
  const emptied = new MemoryStore();
  await capture(runner(again, emptied, first), { request, run, item });
  again.lambda.layers.clear();
  const { manifest } = await readPoint(emptied, pointKey(PREFIX, item, run.id));
  const blob = manifest.blobs.find(({ name }) => name === `layer/${LAYER}`);
  emptied.objects.delete(blobKey(PREFIX, blob?.sha256 ?? ""));
  const gone = await capture(runner(again, emptied, later.startedAt), { request, run: later, item });
  expect(gone.warnings.filter(ofLayer)).toHaveLength(1);
});

test("a signed point takes the bytes of a deleted layer from no point that nobody signed, whoever put it there", async () => {
  const source = richFunction();
  const store = new MemoryStore();
  await capture(runner(source, store, first), { request, run, item });
  const planted = "20261224T210800Z-00000bad";
  await capture(runner(source, store, first), { request, run: { ...run, id: planted }, item });
  source.lambda.layers.clear();

  const asked: string[] = [];
  const of = (signed: string): Witness => ({
    judge: async ({ manifest }) => {
      asked.push(manifest.run);
      return manifest.run === signed ? { state: "signed" } : { state: "unsigned", why: "nobody signed it" };
    },
  });
  const at = (signed: string, id: string) =>
    capture(runner(source, store, later.startedAt, of(signed)), { request, run: { ...later, id }, item });
  const taken = await at(run.id, "20261220T210800Z-00000001");
  expect(taken.warnings.filter(ofLayer)).toEqual([]);
  expect(asked).toEqual([planted, run.id]);
  const left = await at("none", "20261220T210800Z-00000002");
  expect(left.warnings.filter(ofLayer)).toEqual([
    expect.stringContaining(`layer ${LAYER} cannot be read, so its bytes are not kept`),
  ]);
});

test("the bytes of a deleted layer are found among a thousand points, whoever put the newer ones there", async () => {
  const source = richFunction();
  const store = new MemoryStore();
  await capture(runner(source, store, first), { request, run, item });
  source.lambda.layers.clear();
  const own: Witness = {
    judge: async ({ manifest }) =>
      manifest.run === run.id ? { state: "signed" } : { state: "unsigned", why: "nobody signed it" },
  };
  const manifest = store.objects.get(pointKey(PREFIX, item, run.id))?.bytes ?? new Uint8Array();
  const plant = (n: number): void => {
    const id = `20261219T210800Z-${n.toString(16).padStart(8, "0")}`;
    const text = Buffer.from(manifest).toString().replaceAll(run.id, id);
    store.overwrite(pointKey(PREFIX, item, id), Buffer.from(text));
  };
  const again = (id: string) =>
    capture(runner(source, store, later.startedAt, own), { request, run: { ...later, id }, item });
  for (let n = 1; n < MOST_EARLIER; n++) plant(n);
  expect((await again("20261218T210800Z-00000001")).warnings.filter(ofLayer)).toEqual([]);
  plant(MOST_EARLIER);
  expect((await again("20261218T210800Z-00000002")).warnings.filter(ofLayer)).toHaveLength(1);
});
