import { MOST_GENERATIONS } from "../../contract/signing.ts";
import { generationsOf, type SigningLock } from "./generations.ts";

/** Why a region's key is not replaced, and what to do first. */
export interface RotationRefused {
  readonly message: string;
  readonly hint: string;
}

/**
 * The lock by which the region's next key is made. Nothing ends yet: the key in use signs until the next one is deployed, and
 * only then is it known which to pin.
 */
export function rotateKey(lock: SigningLock, region: string): SigningLock | RotationRefused {
  const next = lock.rotating[region];
  if (next !== undefined)
    return {
      message: `key ${next} of ${region} is not pinned yet`,
      hint: "npx cdktf deploy '*', then npx zonekeep pin",
    };
  if (!lock.keys.some((key) => key.region === region))
    return {
      message: `no key of ${region} is pinned, so nothing would prove what it signed until now`,
      hint: "npx zonekeep pin",
    };
  const generation = (generationsOf(lock)[region] ?? 1) + 1;
  if (generation > MOST_GENERATIONS)
    return {
      message: `${region} has had ${MOST_GENERATIONS} keys, which is as many as are counted`,
      hint: "keep the one that signs",
    };
  return { ...lock, rotating: { ...lock.rotating, [region]: generation } };
}
