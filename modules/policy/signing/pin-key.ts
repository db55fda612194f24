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

interface Pinned {
  readonly keys: readonly PinnedKey[];
  readonly changes: readonly KeyChange[];
  readonly contradicted: readonly KeyChange[];
}

/**
 * The lock with the keys that are in use now. Nothing is taken out: a key that another one took the place of signs nothing
 * from `now` on (ISO 8601, UTC), or from when the other one was made where this clock is behind, and stays for the points
 * that it signed. One that comes back is in use again. `contradicted`: keys that have another public key here than AWS says,
 * which never changes it; they stay as they are.
 */
export function pinKeys(pinned: readonly PinnedKey[], seen: readonly SeenKey[], now: string): Pinned {
  const changes: KeyChange[] = [];
  const contradicted: KeyChange[] = [];
  let keys = [...pinned];
  for (const one of seen) {
    const known = keys.find(({ key }) => key === one.key);
    if (known !== undefined && known.fingerprint !== one.fingerprint) {
      const { region, fingerprint } = one;
      contradicted.push({ region, change: "replaced", fingerprint, before: known.fingerprint });
      continue;
    }
    const inUse = keys.find(({ region, until }) => region === one.region && until === undefined);
    if (inUse !== undefined && inUse === known) continue;
    const until = one.from > now ? one.from : now;
    keys = keys.filter((key) => key !== known).map((key) => (key === inUse ? { ...key, until } : key));
    keys.push(one);
    changes.push({
      region: one.region,
      change: inUse === undefined ? "pinned" : "replaced",
      fingerprint: one.fingerprint,
      ...(inUse !== undefined && { before: inUse.fingerprint }),
    });
  }
  return { keys: keys.sort(byRegionAndAge), changes, contradicted };
}

function byRegionAndAge(a: PinnedKey, b: PinnedKey): number {
  if (a.region !== b.region) return a.region < b.region ? -1 : 1;
  return a.from < b.from ? -1 : Number(a.from > b.from);
}
