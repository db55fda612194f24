import type { BackupRequest } from "../../modules/contract/events.ts";
import type { Witness } from "../../modules/recovery/signing/authenticity.ts";
import { pinOf } from "../../modules/recovery/signing/public-key.ts";
import { SignedRuns } from "../../modules/recovery/signing/signed-runs.ts";
import type { Store } from "../../modules/recovery/store.ts";

/** Asks KMS for the key behind an alias. */
type InUse = (signer: string) => Promise<{ readonly key: string; readonly publicKey: string }>;

/** Of runs that a key of before signed, nobody knows here: what is pinned is pinned elsewhere. */
const ALWAYS = "1970-01-01T00:00:00.000Z";

/**
 * Tells of earlier points whether the key that signs in this region now has signed them. KMS is asked when it first has to
 * know: most captures look at no earlier point.
 */
export function ownWitness(
  store: Store,
  { store: { account, site, region, prefix }, signer }: BackupRequest,
  inUse: InUse,
  now: () => Date,
): Witness {
  let runs: Promise<SignedRuns> | undefined;
  const ask = async (alias: string): Promise<SignedRuns> => {
    const keys = [pinOf({ region, ...(await inUse(alias)), from: ALWAYS })];
    return new SignedRuns(store, prefix, { account, site, keys, now });
  };
  return {
    judge: async (point) => {
      if (signer === undefined) return { state: "unsigned", why: "the request names no signing key" };
      runs ??= ask(signer);
      return (await runs).judge(point);
    },
  };
}
