import type { PinnedKey } from "../../contract/signing.ts";

/** What AWS says of a region's signing key today. */
export type SeenKey = Omit<PinnedKey, "until">;

export interface KeyChange {
  readonly region: string;
  /** `pinned`: the first of its region. `replaced`: the one before stays for what it signed. */
  readonly change: "pinned" | "replaced";
  readonly fingerprint: string;
  /** Fingerprint of the one before. */
  readonly before?: string;
}

/**
 * The lock with the keys that are in use now. Nothing is taken out: a key that another one took the place of signs nothing
 * from `now` on (ISO 8601, UTC), and stays for the points that it signed.
 */
export function pinKeys(
  pinned: readonly PinnedKey[],
  seen: readonly SeenKey[],
  now: string,
): { readonly keys: readonly PinnedKey[]; readonly changes: readonly KeyChange[] } {
  const changes: KeyChange[] = [];
  let keys = [...pinned];
  for (const one of seen) {
    const inUse = keys.find(({ region, until }) => region === one.region && until === undefined);
    if (inUse?.fingerprint === one.fingerprint && inUse.key === one.key) continue;
    keys = keys
      .filter(({ key }) => key !== one.key)
      .map((key) => (key === inUse ? { ...key, until: now } : key));
    keys.push(one);
    changes.push({
      region: one.region,
      change: inUse === undefined ? "pinned" : "replaced",
      fingerprint: one.fingerprint,
      ...(inUse !== undefined && { before: inUse.fingerprint }),
    });
  }
  return { keys: keys.sort(byRegionAndAge), changes };
}

function byRegionAndAge(a: PinnedKey, b: PinnedKey): number {
  if (a.region !== b.region) return a.region < b.region ? -1 : 1;
  return a.from < b.from ? -1 : Number(a.from > b.from);
}
