import { describe, expect, test } from "vitest";
import { capture, type RunnerPorts } from "../../handlers/capture/capture.ts";
import { jsonLog } from "../../handlers/shared/reporting.ts";
import type { CaptureItem } from "../../modules/contract/events.ts";
import { KINDS, type Kind } from "../../modules/contract/kinds.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { pointKey } from "../../modules/recovery/layout.ts";
import { listPoints } from "../../modules/recovery/list-points.ts";
import { openSecrets } from "../../modules/recovery/open-secrets.ts";
import { readDocument } from "../../modules/recovery/read-blob.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { SeenStore } from "../../modules/recovery/seen-store.ts";
import { sharedLock } from "../../modules/recovery/shared-lock.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import type { SealedOutcome } from "../../modules/runs/run-secret.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { FakeKeys } from "../support/fake-keys.ts";
import { MemoryKinds, thing } from "../support/memory-kinds.ts";
import { MemorySpool } from "../support/memory-spool.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { SIGNED, witness } from "../support/run-witness.ts";
import { COPY_KEY, PREFIX } from "../support/sample-point.ts";
import { request, run } from "../support/sample-request.ts";

const SECRET = "canary-env-91b2";
const queue = thing("sqs-queue", "orders.fifo");
const itemOf = (kind: Kind, id: string): CaptureItem => ({ ...thing(kind, id), name: id, related: [] });
const item: CaptureItem = {
  ...itemOf("lambda", "orders"),
  related: [{ ...queue, calls: [thing("lambda", "orders").arn] }],
};

const event = { request, run, item };
const ofAll = { ...event, request: { ...request, protect: { code: "all", triggers: "all" } as const } };
const key = pointKey(PREFIX, item, run.id);
/** What a runner said of an item, whoever may have written it. */
async function outcomeAt(world: World, key: string): Promise<unknown> {
  return ((await world.work.get(key)) as SealedOutcome | undefined)?.outcome;
}

const OUTCOME = `work/${run.id}/outcomes/lambda/orders.json`;
const SITES = { sites: ["us-east-1", "eu-west-1"], witness: SIGNED };

/** A function with code, a layer and a secret. */
function kinds(): MemoryKinds {
  return new MemoryKinds().add("lambda", "orders", {
    blobs: { "code/1": "PK one", "code/$LATEST": "PK latest", "layer/base": "PK layer" },
    secrets: { API_KEY: SECRET },
  });
}

class World {
  readonly store = new MemoryStore();
  readonly keys = new FakeKeys();
  readonly work = new MemoryWork();
  readonly spool = new MemorySpool();
  readonly log: string[] = [];
  calls = 0;
  #dies = Number.POSITIVE_INFINITY;

  /** Every port counts; after the n-th call from now nothing answers, as nothing does for a killed process. */
  killAfter(n: number): void {
    this.calls = 0;
    this.#dies = n;
  }

  ports(source: MemoryKinds): RunnerPorts {
    source.fail = () => (this.#lives() ? undefined : new Error("killed"));
    this.store.fault = () => (this.#lives() ? undefined : "refuse");
    this.keys.before = () => this.#orThrow();
    this.work.before = () => this.#orThrow();
    const store = new SeenStore(this.store);
    return {
      aws: {
        account: "123456789012",
        partition: "aws",
        region: "us-east-1",
        client: () => {
          throw new Error("things in memory need no client");
        },
        download: () => {
          throw new Error("things in memory lie behind no address");
        },
        sleep: async () => undefined,
        spool: this.spool,
        known: knownBlob(store, PREFIX),
      },
      protector: source.protector,
      store,
      keys: this.keys,
      work: this.work,
      ...witness,
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
  const outcome = await capture(world.ports(kinds()), event);
  expect(outcome).toEqual({
    kind: "lambda",
    id: "orders",
    status: "captured",
    point: { key, sha256: expect.any(String) },
    newBytes: expect.any(Number),
    warnings: [],
  });
  expect(await outcomeAt(world, OUTCOME)).toEqual(outcome);
  expect(await verifyPoint(world.store, key, SITES)).toEqual([]);

  const point = await readPoint(world.store, key);
  expect(point.manifest).toMatchObject({
    capturedAt: "2026-11-23T21:08:30Z",
    expiresAt: "2026-12-28T21:08:30Z",
    policy: "orders",
    because: "policies/orders.yaml:1:1",
    kind: "lambda",
    id: "orders",
    name: "orders",
    related: [queue],
    revision: { before: "1", after: "1" },
    document: { format: 3 },
  });
  expect(await readDocument(world.store, point)).toEqual({ kind: "lambda", id: "orders" });
  expect(await openSecrets(world.store, point, world.keys, "eu-west-1")).toEqual({ API_KEY: SECRET });
  expect(world.log.map((line) => JSON.parse(line) as object)).toEqual([
    {
      message: "captured",
      policy: "orders",
      run: run.id,
      thing: "lambda/orders",
      point: key,
      newBytes: outcome.newBytes,
      warnings: 0,
    },
  ]);
});

test("of bytes that were kept early the point is whole, its bytes counted and locked as long as it is", async () => {
  const world = new World();
  const outcome = await capture(world.ports(kinds()), ofAll);
  expect(await verifyPoint(world.store, key, SITES)).toEqual([]);
  const { manifest } = await readPoint(world.store, key);
  const { blobs, document, secrets } = manifest;
  expect(world.spool.held.size).toBe(0);
  const sizes = [...blobs, document, ...(secrets === undefined ? [] : [secrets])].map(({ size }) => size);
  expect(outcome.newBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  const locks = [...world.store.objects.values()].map(({ lockedUntil }) => lockedUntil);
  expect(new Set(locks)).toEqual(new Set([manifest.expiresAt, sharedLock(manifest)]));
});

test("the next run of an unchanged thing downloads nothing, and writes no bytes but its secrets and itself", async () => {
  const world = new World();
  await capture(world.ports(kinds()), event);
  const source = kinds();
  const next = { ...event, run: { ...run, id: "20261124T210800Z-1f2e3d4c" } };
  const outcome = await capture(world.ports(source), next);
  expect(source.calls.filter((call) => call.startsWith("download"))).toEqual([]);
  const manifest = (await readPoint(world.store, outcome.point?.key ?? "")).manifest;
  expect(outcome.newBytes).toBe(manifest.secrets?.size);
});

test.each([
  ["bytes that were spooled", event],
  ["bytes that were kept early", ofAll],
])(
  "a capture of %s, killed after any call, leaves no point or a whole one; the retry completes it, once",
  async (_what, event) => {
    const whole = new World();
    await capture(whole.ports(kinds()), event);
    expect(whole.calls).toBeGreaterThan(15);
    for (let n = 0; n < whole.calls; n++) {
      const world = new World();
      world.killAfter(n);
      await expect(capture(world.ports(kinds()), event), `after ${n} calls`).rejects.toThrow();

      world.killAfter(Number.POSITIVE_INFINITY);
      const left = await world.points();
      if (left.length > 0) expect(await verifyPoint(world.store, key, SITES), `after ${n} calls`).toEqual([]);

      const outcome = await capture(world.ports(kinds()), event);
      expect(outcome, `repeated after ${n} calls`).toMatchObject({ status: "captured", point: { key } });
      expect(await world.points()).toEqual([key]);
      expect(await verifyPoint(world.store, key, SITES), `repeated after ${n} calls`).toEqual([]);
      const secrets = await openSecrets(
        world.store,
        await readPoint(world.store, key),
        world.keys,
        "eu-west-1",
      );
      expect(secrets).toEqual({ API_KEY: SECRET });
    }
  },
  60_000,
);

test("a thing that is gone is an outcome, and no point", async () => {
  const world = new World();
  const gone = { kind: "lambda", id: "orders", status: "gone", warnings: [] };
  expect(await capture(world.ports(new MemoryKinds()), event)).toEqual(gone);
  expect(await outcomeAt(world, OUTCOME)).toEqual(gone);
  expect(await world.points()).toEqual([]);
});

test("a function, a queue and a bucket of one name are three outcomes and three points", async () => {
  const world = new World();
  const source = new MemoryKinds();
  const outcomes = [];
  for (const kind of KINDS) {
    source.add(kind, "orders", { blobs: { part: kind }, secrets: kind });
    outcomes.push(await capture(world.ports(source), { ...event, item: itemOf(kind, "orders") }));
  }
  const keys = KINDS.map((kind) => `${PREFIX}points/${kind}/orders/${run.id}.json`);
  expect(await world.points()).toEqual(keys.toSorted());
  expect(outcomes.map(({ point }) => point?.key)).toEqual(keys);
  for (const [index, kind] of KINDS.entries()) {
    expect(await outcomeAt(world, `work/${run.id}/outcomes/${kind}/orders.json`)).toEqual(outcomes[index]);
    const at = keys[index] ?? "";
    expect(await verifyPoint(world.store, at, SITES)).toEqual([]);
    const point = await readPoint(world.store, at);
    expect(await readDocument(world.store, point)).toEqual({ kind, id: "orders" });
    expect(await openSecrets(world.store, point, world.keys, "us-east-1")).toBe(kind);
  }
});

test("a name that is no file's is a point and an outcome as any other", async () => {
  const world = new World();
  const id = "bus/my rule:1";
  const { point } = await capture(world.ports(new MemoryKinds().add("sqs-queue", id)), {
    ...event,
    item: itemOf("sqs-queue", id),
  });
  expect(point?.key).toBe(`${PREFIX}points/sqs-queue/bus=2Fmy=20rule=3A1/${run.id}.json`);
  expect([...world.work.objects.keys()]).toEqual([
    `work/${run.id}/outcomes/sqs-queue/bus=2Fmy=20rule=3A1.json`,
  ]);
  expect((await readPoint(world.store, point?.key ?? "")).manifest.id).toBe(id);
});

describe("a failure", () => {
  const failing = (world: World): RunnerPorts => {
    const source = kinds();
    const ports = world.ports(source);
    source.fail = (call) =>
      call.startsWith("capture ") ? awsError("AccessDeniedException", 403) : undefined;
    return ports;
  };

  test("is written down, thrown with its name, and leaves no point", async () => {
    const world = new World();
    const said = "AccessDeniedException: AccessDeniedException it is";
    await expect(capture(failing(world), event)).rejects.toThrow(`lambda/orders: ${said}`);
    expect(await outcomeAt(world, OUTCOME)).toEqual({
      kind: "lambda",
      id: "orders",
      status: "failed",
      warnings: [],
      error: said,
    });
    expect(await world.points()).toEqual([]);
    expect(world.log.map((line) => JSON.parse(line) as object)).toEqual([
      { message: "failed", policy: "orders", run: run.id, thing: "lambda/orders", error: said },
    ]);
  });

  test.each<[string, Partial<Record<keyof CaptureItem, unknown>>, string]>([
    [
      "hints that are not its kind's",
      { hints: "mappings" },
      "FormError: the hints cannot be read: it must be object",
    ],
    [
      "a kind that this version does not know",
      { kind: "iot-rule" },
      "this version does not know the kind iot-rule: deploy the site's stack again, so that its runners are of one version",
    ],
  ])("of an item with %s is that item's outcome", async (_what, change, error) => {
    const world = new World();
    const other = { ...item, ...change } as CaptureItem;
    await expect(capture(world.ports(kinds()), { ...event, item: other })).rejects.toThrow(
      `${other.kind}/orders: ${error}`,
    );
    const { kind, id } = other;
    expect(await outcomeAt(world, `work/${run.id}/outcomes/${kind}/orders.json`)).toEqual({
      kind,
      id,
      status: "failed",
      warnings: [],
      error,
    });
    expect(await world.points()).toEqual([]);
  });

  test("that passes is overwritten by the retry's outcome", async () => {
    const world = new World();
    await expect(capture(failing(world), event)).rejects.toThrow();
    await capture(world.ports(kinds()), event);
    expect(await outcomeAt(world, OUTCOME)).toMatchObject({ status: "captured" });
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
  const { warnings } = await capture(world.ports(kinds()), event);
  expect(warnings).toEqual([
    `eu-west-1 cannot open the secrets of lambda/orders yet: ${COPY_KEY} is disabled`,
  ]);
});

test("no secret and no presigned address is in anything that is written or said", async () => {
  const world = new World();
  await capture(world.ports(kinds()), event);
  const source = kinds();
  const ports = world.ports(source);
  const text = "see https://bucket.example/x?X-Amz-Signature=canary-signature\nand more";
  source.fail = (call) => (call.startsWith("capture") ? awsError("ServiceException", 500, text) : undefined);
  const error = String(await capture(ports, event).catch((thrown: unknown) => thrown));
  const written = [...world.store.objects.values()].map(({ bytes }) => Buffer.from(bytes).toString("latin1"));
  const said = [...written, ...world.work.objects.values(), ...world.log, error].join("\n");
  expect(said).toContain("ServiceException: see (address)");
  expect(said).not.toContain(SECRET);
  expect(said).not.toContain("canary-signature");
  // One line each: no text can forge a second one.
  for (const line of world.log) expect(() => JSON.parse(line)).not.toThrow();
  expect(error).not.toContain("\n");
});
