import { describe, expect, test } from "vitest";
import { discover } from "../../handlers/discover/discover.ts";
import { runSecrets } from "../../handlers/shared/run-secrets.ts";
import type { SummarisePorts } from "../../handlers/summarise/ports.ts";
import { summarise } from "../../handlers/summarise/summarise.ts";
import type { CaptureItem, CaptureOutcome, Discovered, RunSummary } from "../../modules/contract/events.ts";
import { bytesContent, jsonContent } from "../../modules/recovery/bytes.ts";
import { pointKey, runKey } from "../../modules/recovery/layout.ts";
import { checkRun, type RunCheck } from "../../modules/recovery/signing/check-run.ts";
import { runStatement } from "../../modules/recovery/signing/run-statement.ts";
import { sealOutcome } from "../../modules/runs/run-secret.ts";
import { itemsKey, outcomeKey, StrangeWorkError, warningsKey } from "../../modules/runs/work-area.ts";
import { MemoryKinds } from "../support/memory-kinds.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { SECRET, type TestSigner, testSigner, witness } from "../support/run-witness.ts";
import { PREFIX } from "../support/sample-point.ts";
import { request as unsignable } from "../support/sample-request.ts";

const request = {
  ...unsignable,
  signer: "arn:aws:kms:us-east-1:123456789012:alias/zonekeep-us-east-1-signing",
};
const execution = {
  id: "arn:aws:states:us-east-1:123456789012:execution:x:1",
  startedAt: "2026-11-23T21:08:00.000Z",
};
const NOW = new Date("2026-11-23T21:10:00Z");
const HASH = "ab".repeat(32);
const PLANTED = "runs/ held a summary of this run that it did not write: find out who wrote it";
const STRANGE = "its outcome in the work area was not written by a runner of this run: find out who did";

interface World {
  readonly ports: SummarisePorts & { readonly store: MemoryStore; readonly work: MemoryWork };
  readonly discovered: Discovered;
  readonly item: CaptureItem;
  readonly key: TestSigner;
  /** Of the summary. */
  readonly at: string;
}

/** A run of one function that discover has pinned and capture has ended. */
async function ended(change: Partial<typeof witness> = {}): Promise<World> {
  const work = new MemoryWork();
  const kinds = new MemoryKinds().add("lambda", "orders");
  const aws = {
    account: "123456789012",
    partition: "aws",
    region: "us-east-1",
    client: () => {
      throw new Error("no client");
    },
    sleep: async () => undefined,
  };
  const discovered = await discover(
    {
      aws,
      protector: kinds.protector,
      begun: async () => undefined,
      begunElsewhere: async () => undefined,
      copyRules: async () => [],
      work,
      ...witness,
      ...change,
      log: () => undefined,
    },
    { request, execution },
  );
  const [item] = (await work.get(itemsKey("work/", discovered.run))) as CaptureItem[];
  if (item === undefined) throw new Error("discover finds it");
  const key = testSigner();
  const ports = {
    store: new MemoryStore(),
    work,
    count: async () => undefined,
    secretOf: witness.secretOf,
    signer: () => key,
    log: () => undefined,
    now: () => NOW,
  };
  await work.put(outcomeKey("work/", discovered.run, item), sealOutcome(captured(discovered), item, SECRET));
  return { ports, discovered, item, key, at: runKey(PREFIX, "orders", discovered.run.id) };
}

function captured({ run }: Discovered, sha256 = HASH): CaptureOutcome {
  return {
    kind: "lambda",
    id: "orders",
    status: "captured",
    point: { key: pointKey(PREFIX, { kind: "lambda", id: "orders" }, run.id), sha256 },
    newBytes: 1,
    warnings: [],
  };
}

/** What a reader makes of a summary, with the key that is pinned. */
function read({ key, discovered }: World, bytes: Uint8Array | undefined): RunCheck {
  const name = { account: "123456789012", site: "us-east-1", policy: "orders", run: discovered.run.id };
  return checkRun(bytes ?? new Uint8Array(), name, [key.pin], NOW);
}

const bytesAt = ({ ports, at }: World): Uint8Array | undefined => ports.store.objects.get(at)?.bytes;

test("a run names each of its points with the hash of its manifest, and is signed once", async () => {
  const world = await ended();
  const summary = await summarise(world.ports, world.discovered);
  expect(summary).toMatchObject({
    status: "complete",
    warnings: [],
    points: [captured(world.discovered).point],
  });
  expect(world.key.signed).toHaveLength(1);
  expect(world.key.signed[0]?.length).toBeLessThan(4096);
  expect(read(world, bytesAt(world))).toMatchObject({
    state: "signed",
    points: new Map([[captured(world.discovered).point?.key, HASH]]),
  });
});

test("the secret of a run is asked of KMS once a runner, whatever it captures, and anew when it failed", async () => {
  let asked = 0;
  const secretOf = runSecrets(async (_key, secret, context) => {
    asked += 1;
    if (asked === 1) throw new Error("throttled");
    return Buffer.from(`${secret} ${context.run}`);
  });
  const run = { id: "20261123T210800Z-1f2e3d4c", startedAt: execution.startedAt, secret: "a" };
  await expect(secretOf({ request, run })).rejects.toThrow("throttled");
  await Promise.all([1, 2, 3].map(() => secretOf({ request, run })));
  expect(asked).toBe(2);
  await secretOf({ request, run: { ...run, secret: "b" } });
  expect(asked).toBe(3);
  expect(await secretOf({ request, run: { id: run.id, startedAt: run.startedAt } })).toBeUndefined();
});

test("an outcome that somebody else wrote into the work area fails by name, and is not signed", async () => {
  const world = await ended();
  const { ports, discovered, item } = world;
  const at = outcomeKey("work/", discovered.run, item);
  const forged = captured(discovered, "cd".repeat(32));
  for (const words of [
    null,
    "captured",
    forged,
    { outcome: null },
    { outcome: forged, item: "" },
    { ...sealOutcome(forged, item, SECRET), outcome: captured(discovered) },
    sealOutcome(forged, item, new Uint8Array(32)),
    sealOutcome(forged, { ...item, arn: "arn:aws:lambda:us-east-1:123456789012:function:other" }, SECRET),
  ]) {
    await ports.work.put(at, words);
    ports.store.objects.clear();
    expect(await summarise(ports, discovered)).toMatchObject({
      status: "failed",
      points: [],
      failed: [{ id: "orders", error: STRANGE }],
    });
  }
});

test.each(["items", "warnings"])("%s that are not those that discover pinned end the run", async (what) => {
  const { ports, discovered, item } = await ended();
  if (what === "items")
    await ports.work.put(itemsKey("work/", discovered.run), [
      {
        ...item,
        related: [{ kind: "sqs-queue", id: "evil", arn: "arn:aws:sqs:us-east-1:123456789012:evil" }],
      },
    ]);
  else await ports.work.put(warningsKey("work/", discovered.run), ["all is well"]);
  await expect(summarise(ports, discovered)).rejects.toThrow("are not those that it pinned");
  expect(ports.store.objects.size).toBe(0);
});

test("a summary that somebody planted is written over, signed and told; a repeated call keeps it", async () => {
  const world = await ended();
  const { ports, discovered, at } = world;
  const planted: RunSummary = {
    ...(await summarise({ ...ports, store: new MemoryStore() }, discovered)),
    points: [],
  };
  await ports.store.create(at, jsonContent(planted), {});
  const summary = await summarise(ports, discovered);
  expect(summary.points).toHaveLength(1);
  expect(summary.warnings).toEqual([PLANTED]);
  expect(read(world, bytesAt(world)).state).toBe("signed");
  expect(await summarise({ ...ports, now: () => new Date("2026-11-23T21:12:00Z") }, discovered)).toEqual(
    summary,
  );
});

describe("a summary of the run that names other points than were gathered, or says other things of it", () => {
  const others: readonly (readonly [string, Partial<RunSummary>])[] = [
    ["no point", { points: [] }],
    ["a point more", { points: [{ key: "a/b/points/lambda/x.json", sha256: HASH }] }],
    ["nothing that failed", { captured: 7 }],
  ];

  test.each(others)(
    "is not taken for its own where the region's key signed it: %s",
    async (_what, change) => {
      const world = await ended();
      const { ports, discovered, at, key } = world;
      const own = await summarise({ ...ports, store: new MemoryStore() }, discovered);
      const planted = { ...own, ...change };
      const name = { account: "123456789012", site: "us-east-1", policy: own.policy, run: own.run };
      const signature = await key.sign(runStatement(name, planted));
      await ports.store.create(at, jsonContent({ ...planted, signature }), {});
      expect(read(world, bytesAt(world)).state).toBe("signed");
      expect(await summarise(ports, discovered)).toMatchObject({
        points: own.points,
        captured: 1,
        warnings: [PLANTED],
      });
      expect(JSON.parse(Buffer.from(bytesAt(world) ?? []).toString())).toMatchObject({ points: own.points });
      expect(read(world, bytesAt(world)).state).toBe("signed");
    },
  );

  test.each(others)("nor where this run cannot be signed: %s", async (_what, change) => {
    const { ports, discovered, at } = await ended();
    const unsigned = { ...ports, signer: () => undefined };
    const own = await summarise({ ...unsigned, store: new MemoryStore() }, discovered);
    await ports.store.create(at, jsonContent({ ...own, ...change }), {});
    const summary = await summarise(unsigned, discovered);
    expect(summary).toMatchObject({ points: own.points, captured: 1 });
    expect(summary.warnings).toContain(PLANTED);
  });
});

test("what a first call could not sign is signed by the next one, and nobody is accused", async () => {
  const world = await ended();
  const { ports, discovered } = world;
  await summarise({ ...ports, signer: () => undefined }, discovered);
  expect((await summarise(ports, discovered)).warnings).toEqual([]);
  expect(read(world, bytesAt(world)).state).toBe("signed");
});

test.each([
  ["no summary at all", new Uint8Array(1)],
  ["more bytes than a runner holds", new Uint8Array(80 * 1024)],
])("%s in the place of a summary keeps no run from being signed", async (_what, bytes) => {
  const world = await ended();
  await world.ports.store.create(world.at, bytesContent(bytes), {});
  expect((await summarise(world.ports, world.discovered)).signature).toBeDefined();
  expect(read(world, bytesAt(world)).state).toBe("signed");
});

test.each([
  ["no JSON", undefined],
  ["nothing", null],
  ["no outcome", {}],
  ["an outcome of no form", { outcome: { kind: "lambda", id: "orders" }, item: "x", mac: "00" }],
  [
    "a point that is none",
    { outcome: { status: "captured", warnings: [], point: null }, item: "x", mac: "00" },
  ],
])("%s in the place of one outcome fails that item by name, and the run goes on", async (_what, planted) => {
  const { ports, discovered, item } = await ended();
  const at = outcomeKey("work/", discovered.run, item);
  const work = new MemoryWork();
  for (const [key, text] of ports.work.objects) work.objects.set(key, text);
  if (planted !== undefined) await work.put(at, planted);
  else
    work.before = (_call, key) => {
      if (key === at) throw new StrangeWorkError(`${key} of the work area is not JSON (1 bytes)`);
    };
  const { failed, status } = await summarise({ ...ports, work }, discovered);
  expect({ failed, status }).toEqual({
    failed: [{ kind: "lambda", id: "orders", error: STRANGE }],
    status: "failed",
  });
});

test("a run whose summary cannot be signed is kept, and says why", async () => {
  const world = await ended();
  const refused = {
    sign: async () => {
      throw new Error("kms:Sign with alias: DisabledException");
    },
    publicKey: world.key.publicKey,
  };
  const summary = await summarise({ ...world.ports, signer: () => refused }, world.discovered);
  expect(summary).toMatchObject({
    status: "complete",
    warnings: ["the run is not signed: kms:Sign with alias: DisabledException"],
  });
  expect(summary.signature).toBeUndefined();
  expect(read(world, bytesAt(world))).toEqual({ state: "unsigned", why: "nobody signed its run" });
});

test("a run that names another signing key than is deployed is kept, and says why nobody signed it", async () => {
  const world = await ended();
  const summary = await summarise({ ...world.ports, signer: () => undefined }, world.discovered);
  expect(summary).toMatchObject({
    status: "complete",
    warnings: [
      "the run is not signed: its request names another signing key than signs here now: the key was replaced while it ran, or a stack was left out: deploy every stack, and run it again",
    ],
  });
  expect(read(world, bytesAt(world))).toEqual({ state: "unsigned", why: "nobody signed its run" });
});

test("a run without a secret goes on, and is not signed: nobody could tell its outcomes from forged ones", async () => {
  const secretFor = async () => {
    throw new Error("kms: no");
  };
  const world = await ended({ secretFor });
  const summary = await summarise(world.ports, world.discovered);
  expect(summary).toMatchObject({
    status: "complete",
    captured: 1,
    warnings: ["the run is not signed: kms: no"],
  });
  expect(summary.signature).toBeUndefined();
  expect(world.key.signed).toEqual([]);
});
