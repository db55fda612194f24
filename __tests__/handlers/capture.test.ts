import { describe, expect, test } from "vitest";
import { type CapturePorts, capture } from "../../handlers/capture/capture.ts";
import { jsonLog } from "../../handlers/shared/log.ts";
import { lambdaCapture } from "../../modules/protectors/lambda/protector.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { pointKey } from "../../modules/recovery/layout.ts";
import { listPoints } from "../../modules/recovery/list-points.ts";
import { openSecrets } from "../../modules/recovery/open-secrets.ts";
import { readDocument } from "../../modules/recovery/read-blob.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { FakeKeys } from "../support/fake-keys.ts";
import type { FakeRegion } from "../support/fake-region.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { item, richFunction, SECRET } from "../support/rich-function.ts";
import { COPY_KEY, PREFIX } from "../support/sample-point.ts";
import { request, run } from "../support/sample-request.ts";

const event = { request, run, item };
const ofAll = { ...event, request: { ...request, protect: { code: "all", triggers: "all" } as const } };
const key = pointKey(PREFIX, "lambda", "orders", run.id);
const OUTCOME = `work/${run.id}/outcomes/orders.json`;
const SITES = { sites: ["us-east-1", "eu-west-1"] };

class World {
  readonly store = new MemoryStore();
  readonly keys = new FakeKeys();
  readonly work = new MemoryWork();
  readonly log: string[] = [];
  calls = 0;
  #dies = Number.POSITIVE_INFINITY;

  /** Every port counts; after the n-th call from now nothing answers, as nothing does for a killed process. */
  killAfter(n: number): void {
    this.calls = 0;
    this.#dies = n;
  }

  ports(source: FakeRegion): CapturePorts {
    source.wire.before = () => (this.#lives() ? undefined : new Error("killed"));
    this.store.fault = () => (this.#lives() ? undefined : "refuse");
    this.keys.before = () => this.#orThrow();
    this.work.before = () => this.#orThrow();
    return {
      protector: lambdaCapture({ ...source.ports(), known: knownBlob(this.store, PREFIX) }),
      store: this.store,
      keys: this.keys,
      work: this.work,
      random: (size) => new Uint8Array(size).fill(this.calls),
      log: jsonLog((line) => this.log.push(line)),
      now: () => new Date("2026-11-23T21:08:30.789Z"),
    };
  }

  async points(): Promise<string[]> {
    const found: string[] = [];
    for await (const point of listPoints(this.store, PREFIX)) found.push(point.key);
    return found;
  }

  #lives(): boolean {
    return ++this.calls <= this.#dies;
  }

  #orThrow(): void {
    if (!this.#lives()) throw new Error("killed");
  }
}

test("a function becomes a point that is whole, and an outcome that names it", async () => {
  const world = new World();
  const outcome = await capture(world.ports(richFunction()), event);
  expect(outcome).toMatchObject({ name: "orders", status: "captured", point: key, warnings: [] });
  expect(await world.work.get(OUTCOME)).toEqual(outcome);
  expect(await verifyPoint(world.store, key, SITES)).toEqual([]);

  const point = await readPoint(world.store, key);
  expect(point.manifest).toMatchObject({
    capturedAt: "2026-11-23T21:08:30Z",
    expiresAt: "2026-12-28T21:08:30Z",
    policy: "orders",
    because: "policies/orders.yaml:1:1",
    revision: { before: "revision of orders latest", after: "revision of orders latest" },
  });
  expect(await readDocument(world.store, point)).toMatchObject({ name: "orders", reservedConcurrency: 0 });
  expect(await openSecrets(world.store, point, world.keys, "eu-west-1")).toMatchObject({
    $LATEST: { API_KEY: SECRET },
  });
});

test("of a policy that keeps all versions the point is whole, its bytes counted and locked as long as it is", async () => {
  const world = new World();
  const outcome = await capture(world.ports(richFunction()), ofAll);
  expect(await verifyPoint(world.store, key, SITES)).toEqual([]);
  const { manifest } = await readPoint(world.store, key);
  const { blobs, document, secrets } = manifest;
  expect(blobs.map(({ name }) => name)).toContain("code/4");
  const sizes = [...blobs, document, ...(secrets === undefined ? [] : [secrets])].map(({ size }) => size);
  expect(outcome.newBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  const locks = [...world.store.objects.values()].map(({ lockedUntil }) => lockedUntil);
  expect(new Set(locks)).toEqual(new Set([manifest.expiresAt]));
});

test("the next run of an unchanged function downloads nothing, and writes no bytes but its secrets and itself", async () => {
  const world = new World();
  await capture(world.ports(richFunction()), event);
  const source = richFunction();
  const next = { ...event, run: { ...run, id: "20261124T210800Z-1f2e3d4c" } };
  const outcome = await capture(world.ports(source), next);
  expect(source.wire.named("download")).toEqual([]);
  const manifest = (await readPoint(world.store, outcome.point ?? "")).manifest;
  expect(outcome.newBytes).toBe(manifest.secrets?.size);
});

test.each([
  ["the versions in use", event],
  ["all versions", ofAll],
])(
  "a capture of %s, killed after any call, leaves no point or a whole one; the retry completes it, once",
  async (_what, event) => {
    const whole = new World();
    await capture(whole.ports(richFunction()), event);
    expect(whole.calls).toBeGreaterThan(60);
    for (let n = 0; n < whole.calls; n++) {
      const world = new World();
      world.killAfter(n);
      await expect(capture(world.ports(richFunction()), event), `after ${n} calls`).rejects.toThrow();

      world.killAfter(Number.POSITIVE_INFINITY);
      const left = await world.points();
      if (left.length > 0) expect(await verifyPoint(world.store, key, SITES), `after ${n} calls`).toEqual([]);

      const outcome = await capture(world.ports(richFunction()), event);
      expect(outcome, `repeated after ${n} calls`).toMatchObject({ status: "captured", point: key });
      expect(await world.points()).toEqual([key]);
      expect(await verifyPoint(world.store, key, SITES), `repeated after ${n} calls`).toEqual([]);
      const secrets = await openSecrets(
        world.store,
        await readPoint(world.store, key),
        world.keys,
        "eu-west-1",
      );
      expect(secrets).toMatchObject({ $LATEST: { API_KEY: SECRET } });
    }
  },
  60_000,
);

test("a function that is gone is an outcome, and no point", async () => {
  const world = new World();
  const source = richFunction();
  source.lambda.functions.clear();
  const gone = { name: "orders", status: "gone", warnings: [] };
  expect(await capture(world.ports(source), event)).toEqual(gone);
  expect(await world.work.get(OUTCOME)).toEqual(gone);
  expect(await world.points()).toEqual([]);
});

describe("a failure", () => {
  const failing = (world: World): CapturePorts => {
    const source = richFunction();
    const ports = world.ports(source);
    source.wire.before = ({ name: call }) =>
      call === "ListAliases" ? awsError("AccessDeniedException", 403) : undefined;
    return ports;
  };

  test("is written down, thrown with its name, and leaves no point", async () => {
    const world = new World();
    const said = "lambda:ListAliases of orders: AccessDeniedException: AccessDeniedException it is";
    await expect(capture(failing(world), event)).rejects.toThrow(`orders: ${said}`);
    expect(await world.work.get(OUTCOME)).toEqual({
      name: "orders",
      status: "failed",
      warnings: [],
      error: said,
    });
    expect(await world.points()).toEqual([]);
  });

  test("that passes is overwritten by the retry's outcome", async () => {
    const world = new World();
    await expect(capture(failing(world), event)).rejects.toThrow();
    await capture(world.ports(richFunction()), event);
    expect(await world.work.get(OUTCOME)).toMatchObject({ status: "captured" });
  });

  test("carries nothing of the SDK's beside the text", async () => {
    const thrown = await capture(failing(new World()), event).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Error);
    expect((thrown as Error).cause).toBeUndefined();
  });
});

test("a copy whose key is lost is a warning of the outcome", async () => {
  const world = new World();
  world.keys.refused.add(COPY_KEY);
  const { warnings } = await capture(world.ports(richFunction()), event);
  expect(warnings).toEqual([`eu-west-1 cannot open the secrets of orders yet: ${COPY_KEY} is disabled`]);
});

test("no secret and no presigned address is in anything that is written or said", async () => {
  const world = new World();
  const errors: string[] = [];
  await capture(world.ports(richFunction()), event);
  for (const call of ["download", "GetPolicy", "GetFunction"]) {
    const source = richFunction();
    const ports = world.ports(source);
    const text = "see https://bucket.example/x?X-Amz-Signature=canary-signature\nand more";
    source.wire.before = ({ name: at }) =>
      at === call ? awsError("ServiceException", 500, text) : undefined;
    // The bytes are kept already: this one must ask for them again.
    const unkept = { ...ports, protector: lambdaCapture(source.ports()) };
    errors.push(String(await capture(unkept, event).catch((error: unknown) => error)));
  }
  expect(errors).toHaveLength(3);
  const written = [...world.store.objects.values()].map(({ bytes }) => Buffer.from(bytes).toString("latin1"));
  const said = [...written, ...world.work.objects.values(), ...world.log, ...errors].join("\n");
  expect(said).toContain("ServiceException: see (address)");
  expect(said).not.toContain(SECRET);
  expect(said).not.toContain("canary-signature");
  // One line each: no text can forge a second one.
  for (const line of world.log) expect(() => JSON.parse(line)).not.toThrow();
  expect(errors.join("")).not.toContain("\n");
});
