import type { StoreLocation } from "../../modules/contract/events.ts";
import type { PinnedKey } from "../../modules/contract/signing.ts";
import type { Witness } from "../../modules/recovery/signing/authenticity.ts";
import { pinOf } from "../../modules/recovery/signing/public-key.ts";
import { SignedRuns } from "../../modules/recovery/signing/signed-runs.ts";
import { readPins } from "../../modules/recovery/signing/told-pins.ts";
import type { Store } from "../../modules/recovery/store.ts";

/** Whom a runner believes, as its stack has deployed it. */
interface Believed {
  /** As text: the keys that are pinned for its region. Undefined: none is. */
  readonly pinned: string | undefined;
  /** Asks KMS for the key that signs now. */
  readonly inUse: () => Promise<{ readonly key: string; readonly publicKey: string }>;
}

/** What the key in use signed before it is pinned: nobody knows yet when it was made. */
const ALWAYS = "1970-01-01T00:00:00.000Z";

/**
 * Tells of earlier points whether a key of this region signed them that is pinned, also one that was replaced since. Until
 * one is pinned, it is the key in use that counts: KMS is asked when it first has to be known, since most captures look at
 * no earlier point.
 */
export function ownWitness(
  store: Store,
  { account, site, region, prefix }: StoreLocation,
  { pinned, inUse }: Believed,
  now: () => Date,
): Witness {
  let runs: Promise<SignedRuns> | undefined;
  const keysOf = async (): Promise<readonly PinnedKey[]> =>
    pinned === undefined ? [pinOf({ region, ...(await inUse()), from: ALWAYS })] : readPins(pinned, region);
  const ask = async (): Promise<SignedRuns> =>
    new SignedRuns(store, prefix, { account, site, keys: await keysOf(), now });
  return {
    judge: async (point) => {
      runs ??= ask();
      return (await runs).judge(point);
    },
  };
}
