import type { BackupRequest } from "../../../modules/contract/events.ts";
import { sha256 } from "../../../modules/recovery/bytes.ts";
import { parsePointKey } from "../../../modules/recovery/layout.ts";
import { SignedRuns } from "../../../modules/recovery/signing/signed-runs.ts";
import { application, backUp, type Region } from "../application.ts";
import { awsError } from "../fake-aws/error.ts";
import { MemoryStore } from "../memory-store.ts";
import { type TestSigner, testSigner } from "../run-witness.ts";
import { COPY_KEY, PREFIX } from "../sample-point.ts";
import { signRun } from "../signed-points.ts";

const NOW = new Date("2026-11-23T22:00:00Z");

/** What was captured, and signed, before anybody changes anything. */
export interface Estate {
  readonly store: MemoryStore;
  readonly signer: TestSigner;
  readonly home: Region;
  /** From the oldest on, each of the same things. */
  readonly runs: readonly SignedRun[];
}

interface SignedRun {
  readonly id: string;
  /** Keys of manifests. */
  readonly points: readonly string[];
}

const COPIES = [{ site: "eu-west-1", region: "eu-west-1", key: COPY_KEY }];

/** A function with secrets, two queues and a bucket as the real runners keep them, in two signed runs that share blobs. */
export async function signedEstate(signer = testSigner()): Promise<Estate> {
  const store = new MemoryStore();
  const home = application();
  const runs: SignedRun[] = [];
  for (const startedAt of ["2026-11-22T21:08:00.000Z", "2026-11-23T21:08:00.000Z"])
    runs.push(await captureRun({ store, signer, home }, startedAt));
  return { store, signer, home, runs };
}

/** One run, signed unless `signer` is absent. */
export async function captureRun(
  { store, signer, home }: Pick<Estate, "store" | "home"> & { readonly signer?: TestSigner },
  startedAt: string,
  change: Partial<BackupRequest> = {},
): Promise<SignedRun> {
  const { points } = await backUp(home, store, startedAt, { copies: COPIES, ...change });
  const id = parsePointKey(points[0] ?? "")?.run ?? "";
  const kept = points.map((key) => ({
    key,
    sha256: sha256(store.objects.get(key)?.bytes ?? new Uint8Array()),
  }));
  if (signer !== undefined) await signRun({ store }, kept, signer, { run: id, startedAt });
  return { id, points };
}

/** Who tells of the points, as commands have it. */
export function witnessOf({ store, signer }: Pick<Estate, "store" | "signer">, now = NOW): SignedRuns {
  const [account = "", site = ""] = PREFIX.split("/");
  return new SignedRuns(store, PREFIX, { account, site, keys: [signer.pin], now: () => now });
}

/** Versions of this id are encrypted with somebody else's key: nobody of ours reads them. */
export const FOREIGN = "foreign";

class StoreOfMany extends MemoryStore {
  override async open(key: string, version?: string) {
    this.#requireOwn(key, version);
    return super.open(key, version);
  }

  override async head(key: string, version?: string) {
    this.#requireOwn(key, version);
    return super.head(key, version);
  }

  #requireOwn(key: string, version = this.objects.get(key)?.version): void {
    if (version === FOREIGN)
      throw awsError("InvalidRequest", 400, "The object was stored using a form of Server Side Encryption");
  }
}

/** The same, to be changed: bytes are shared, for nobody changes them in place. */
export function copyOf(estate: Estate): Estate {
  const store = new StoreOfMany();
  for (const [key, entry] of estate.store.objects) store.objects.set(key, { ...entry });
  return { ...estate, store };
}
