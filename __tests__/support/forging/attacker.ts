import type { RunSummary } from "../../../modules/contract/events.ts";
import { jsonBytes, sha256 } from "../../../modules/recovery/bytes.ts";
import { blobKey, runKey } from "../../../modules/recovery/layout.ts";
import type { Manifest } from "../../../modules/recovery/manifest.ts";
import { runStatement } from "../../../modules/recovery/signing/run-statement.ts";
import type { TestSigner } from "../run-witness.ts";
import { PREFIX } from "../sample-point.ts";
import { type Estate, FOREIGN } from "./signed-estate.ts";
import { entryOf } from "./single-change.ts";

/** How long a forger locks what he writes: as long as he likes. */
const LOCK = "2028-01-01T00:00:00Z";

/** Whoever writes to a store, and has no key of ours. */
export class Attacker {
  #written = 0;

  constructor(readonly estate: Estate) {}

  read<T>(key: string): T {
    return JSON.parse(Buffer.from(entryOf(this.estate.store, key).bytes).toString()) as T;
  }

  bytes(key: string): Uint8Array {
    return entryOf(this.estate.store, key).bytes;
  }

  /** In the place of what lies there, and of every version: more than S3 lets anybody do while a lock holds. */
  put(key: string, value: unknown): void {
    const bytes = value instanceof Uint8Array ? value : jsonBytes(value);
    const lockedUntil = LOCK;
    const version = `put${++this.#written}`;
    this.estate.store.objects.set(key, { bytes, sha256: sha256(bytes), lockedUntil, version });
  }

  /** On top of what lies there, locked. */
  cover(key: string, value: unknown): void {
    const below = entryOf(this.estate.store, key);
    this.put(key, value);
    Object.assign(entryOf(this.estate.store, key), { below });
  }

  /** There before what lies there was written, locked. */
  precede(key: string, value: unknown): void {
    const { store } = this.estate;
    const own = entryOf(store, key);
    this.put(key, value);
    const below = { ...entryOf(store, key), version: "before" };
    store.objects.set(key, { ...own, below });
  }

  /** On top of what lies there, encrypted with a key of the attacker's. */
  hide(key: string): void {
    this.cover(key, { nothing: true });
    Object.assign(entryOf(this.estate.store, key), { version: FOREIGN });
  }

  /** A document, as a manifest names it. */
  keep(value: unknown): Manifest["document"] {
    const bytes = value instanceof Uint8Array ? value : jsonBytes(value);
    this.put(blobKey(PREFIX, sha256(bytes)), bytes);
    return { sha256: sha256(bytes), size: bytes.length, format: 1 };
  }

  summaryKey(run: string, policy = "orders"): string {
    return runKey(PREFIX, policy, run);
  }

  /** A summary of this run that names these manifests as they lie there now, signed by `signer` for `of`. */
  async sign(
    run: string,
    keys: readonly string[],
    signer: TestSigner,
    change: Partial<RunSummary> = {},
    of: { readonly account?: string; readonly site?: string; readonly policy?: string } = {},
  ): Promise<RunSummary> {
    const time = timeOf(run);
    const summary: RunSummary = {
      ...{ run, policy: "orders", site: "us-east-1", status: "complete", startedAt: time, endedAt: time },
      ...{ captured: keys.length, gone: 0, failed: [], warnings: [] },
      points: keys.map((key) => ({ key, sha256: sha256(this.bytes(key)) })),
      ...change,
    };
    const whose = { account: "123456789012", site: "us-east-1", policy: "orders", run, ...of };
    return { ...summary, signature: await signer.sign(runStatement(whose, summary)) };
  }

  /** The point of `key` once more, under another run, with whatever is changed; nobody signed that run. */
  plant(key: string, run: string, change: Partial<Manifest> = {}): string {
    const own = this.read<Manifest>(key);
    const planted = key.replace(own.run, run);
    this.put(planted, { ...own, run, capturedAt: timeOf(run), ...change });
    // With its data keys, as far as anybody can copy them.
    const folder = key.replace("/points/", "/wraps/").replace(/\.json$/, "/");
    for (const wrap of [...this.estate.store.objects.keys()].filter((one) => one.startsWith(folder)))
      this.put(wrap.replace(own.run, run), this.bytes(wrap));
    return planted;
  }
}

/** As its id says, also one that cannot be. */
function timeOf(run: string): string {
  return run.replace(/^(....)(..)(..)T(..)(..)(..)Z.*$/, "$1-$2-$3T$4:$5:$6Z");
}
