import type { PinnedKey } from "../../contract/signing.ts";

/** The keys whose signatures are believed, and the regions whose next key is not known yet: `policies/signing.lock.json`. */
export interface SigningLock {
  readonly keys: readonly PinnedKey[];
  /** Of such a region, which generation signs as soon as it is deployed. */
  readonly rotating: Readonly<Record<string, number>>;
}

/** Which of its keys signs, or is about to, in each region where it is not the first. */
export function generationsOf({ keys, rotating }: SigningLock): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { region, generation } of keys)
    if (generation !== undefined) found[region] = Math.max(generation, found[region] ?? 0);
  return { ...found, ...rotating };
}

/** What is still to be pinned once these keys are. */
export function stillRotating({ keys, rotating }: SigningLock): Readonly<Record<string, number>> {
  const pinned = generationsOf({ keys, rotating: {} });
  return Object.fromEntries(
    Object.entries(rotating).filter(([region, next]) => next > (pinned[region] ?? 1)),
  );
}
