import { generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import type { RunSummary } from "../modules/contract/events.ts";
import { SIGNING_ALGORITHM } from "../modules/contract/signing.ts";
import { jsonBytes, sha256 } from "../modules/recovery/bytes.ts";
import { pointKey, runKey, sourcePrefix } from "../modules/recovery/layout.ts";
import type { RecoveryPoint } from "../modules/recovery/read-point.ts";
import { runStatement } from "../modules/recovery/signing/run-statement.ts";
import { SignedRuns } from "../modules/recovery/signing/signed-runs.ts";
import type { KeyVersions, Store, StoredBytes } from "../modules/recovery/store.ts";
import { type Measured, median } from "./measure.ts";

const POINTS = 10_000;
const ROUNDS = 5;
/** Seconds that all of them may take. */
const MOST = 3;

const WHOSE = { account: "123456789012", site: "us-east-1", policy: "orders" };
const PREFIX = sourcePrefix(WHOSE.account, WHOSE.site);
const KEY = "arn:aws:kms:us-east-1:123456789012:key/1b2c3d4e-0000-4000-8000-000000000001";
const HASH = "ab".repeat(32);

interface Signed {
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly points: readonly RecoveryPoint[];
  readonly statement: Uint8Array;
  readonly signature: Buffer;
}

/** How long it takes to know who made 10,000 points, of one run and of as many runs, against as many bare verifications. */
export async function benchSignatures(): Promise<readonly Measured[]> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const der = publicKey.export({ format: "der", type: "spki" });
  const pin = { region: WHOSE.site, key: KEY, fingerprint: sha256(der), publicKey: der.toString("base64") };
  const judge = async ({ objects, points }: Signed): Promise<void> => {
    const keys = [{ ...pin, from: "2026-01-01T00:00:00Z" }];
    const witness = new SignedRuns(inMemory(objects), PREFIX, { ...WHOSE, keys, now: () => new Date() });
    for (const point of points) {
      const { state } = await witness.judge(point);
      if (state !== "signed") throw new Error(`${point.key} is ${state}`);
    }
  };
  const measured: Measured[] = [];
  for (const [name, runs, bound] of [
    ["one run", 1, 1],
    ["as many runs", POINTS, 3],
  ] as const) {
    const signed = signedRuns(runs, POINTS / runs, privateKey);
    const { statement, signature } = signed;
    const floor = (): void => {
      for (let n = 0; n < POINTS; n += 1)
        if (!verify("sha256", statement, publicKey, signature)) throw new Error("it is not genuine");
    };
    const bare: number[] = [];
    const judged: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await cpuOf(floor));
      judged.push(await cpuOf(() => judge(signed)));
    }
    const [least, took] = [median(bare), median(judged)];
    const detail = `${took.toFixed(0)} ms of CPU against ${least.toFixed(0)} ms, medians of ${ROUNDS}`;
    const title = `${POINTS} points of ${name}`;
    measured.push(
      { name: title, unit: `times ${POINTS} verifications`, value: took / least, bound, detail },
      { name: title, unit: "s of CPU", value: took / 1000, bound: MOST, detail: "the same" },
    );
  }
  return measured;
}

/** Milliseconds of this process: others may be busy. */
async function cpuOf(work: () => Promise<void> | void): Promise<number> {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/** Summaries of runs that began a second after each other, each of as many points. */
function signedRuns(runs: number, each: number, key: KeyObject): Signed {
  const objects = new Map<string, Uint8Array>();
  const points: RecoveryPoint[] = [];
  let last: Pick<Signed, "statement" | "signature"> = {
    statement: new Uint8Array(),
    signature: Buffer.alloc(0),
  };
  for (let n = 0; n < runs; n += 1) {
    const startedAt = new Date(Date.UTC(2026, 0, 2, 0, 0, n)).toISOString();
    const run = `${startedAt.replace(/[-:]|\.\d+/g, "")}-0000000f`;
    const ofRun = Array.from({ length: each }, (_, at) => pointOf(`orders-${at}`, run, startedAt));
    const summary: RunSummary = {
      ...{ run, policy: WHOSE.policy, site: WHOSE.site, status: "complete", startedAt, endedAt: startedAt },
      ...{ captured: each, gone: 0, failed: [], warnings: [] },
      points: ofRun.map(({ key: at }) => ({ key: at, sha256: HASH })),
    };
    const statement = runStatement({ ...WHOSE, run }, summary);
    const signature = sign("sha256", statement, key);
    last = { statement, signature };
    const by = { algorithm: SIGNING_ALGORITHM, key: KEY, value: signature.toString("base64") } as const;
    objects.set(runKey(PREFIX, WHOSE.policy, run), jsonBytes({ ...summary, signature: by }));
    points.push(...ofRun);
  }
  return { objects, points, ...last };
}

/** As far as its signature asks. */
function pointOf(id: string, run: string, capturedAt: string): RecoveryPoint {
  const name = { prefix: PREFIX, kind: "lambda", id, run };
  const manifest = { policy: WHOSE.policy, run, capturedAt } as RecoveryPoint["manifest"];
  return { key: pointKey(PREFIX, name, run), name, manifest, sha256: HASH, size: 1 };
}

/** Reading is not what is measured. */
function inMemory(objects: ReadonlyMap<string, Uint8Array>): Store {
  const open = async (key: string): Promise<StoredBytes | undefined> => {
    const bytes = objects.get(key);
    if (bytes === undefined) return undefined;
    const chunks = (async function* () {
      yield bytes;
    })();
    return Object.assign(chunks, { size: bytes.length });
  };
  const versionsBelow = async function* (prefix: string): AsyncIterable<KeyVersions> {
    for (const [key, { length: size }] of objects) {
      if (!key.startsWith(prefix)) continue;
      const written = "2026-01-02T00:00:00.000Z";
      yield { key, versions: [{ version: "v1", size, current: true, written }] };
    }
  };
  return { name: "memory", open, versionsBelow } as Store;
}
