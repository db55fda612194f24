import { isOfObject } from "../core/of-object.ts";
import { collect, sha256, TooLongError } from "./bytes.ts";
import { oldestVersions } from "./oldest-versions.ts";
import { MAX_WRAP, parseWrap, wrapFault, wrapsFolder } from "./open-secrets.ts";
import type { TrustedPoint } from "./read-trusted.ts";
import type { Repair, Repairable } from "./repair.ts";
import type { KeyVersions, Store } from "./store.ts";

/** The wrapped keys of a point. */
export interface LookedWraps {
  readonly keys: number;
  /** Those that have more than one version. */
  readonly known: readonly Repairable[];
  /** Those of which nothing says which version is right. */
  readonly unknown: readonly Repair[];
}

/**
 * What can be repaired of a point's wrapped keys. Which version opens the secrets only the key of its site tells, and who
 * repairs may not have it: so the right one is the oldest that is locked and says that it is of this point and site, for
 * whoever writes later can only put another on top. Of a point that is not signed nothing is.
 */
export async function coveredWraps(store: Store, point: TrustedPoint): Promise<LookedWraps> {
  const { name, manifest, authenticity } = point;
  const known: Repairable[] = [];
  const unknown: Repair[] = [];
  let keys = 0;
  if (manifest.secrets === undefined || authenticity.state !== "signed") return { keys, known, unknown };
  const folder = wrapsFolder(name, manifest.secrets.sha256);
  for await (const { key, versions } of store.versionsBelow(folder)) {
    if (!key.endsWith(".json")) continue;
    keys += 1;
    // Alone and on top: there is nothing to put over it.
    if (versions.length === 1 && versions[0]?.current === true) continue;
    const ref = await rightWrap(store, { key, versions }, key.slice(folder.length, -".json".length), point);
    if (ref !== undefined) known.push({ key, ref, until: manifest.expiresAt });
    else {
      const found = versions.at(-1)?.current === true ? "other bytes" : "a delete marker";
      unknown.push({ key, found, state: "unknown" });
    }
  }
  return { keys, known, unknown };
}

async function rightWrap(
  store: Store,
  { key, versions }: KeyVersions,
  site: string,
  point: TrustedPoint,
): Promise<Repairable["ref"] | undefined> {
  for (const { version } of oldestVersions(versions)) {
    const bytes = await bytesOf(store, key, version);
    if (bytes === undefined || !isOf(bytes)) continue;
    if ((await store.head(key, version))?.lockedUntil === undefined) continue;
    return { sha256: sha256(bytes), size: bytes.length };
  }
  return undefined;

  function isOf(bytes: Uint8Array): boolean {
    try {
      return wrapFault(parseWrap(key, bytes), site, point) === undefined;
    } catch {
      return false;
    }
  }
}

/** Nothing of what is under somebody else's key, or longer than a wrapped key. */
async function bytesOf(store: Store, key: string, version: string): Promise<Uint8Array | undefined> {
  try {
    const source = await store.open(key, version);
    return source === undefined ? undefined : await collect(source, MAX_WRAP);
  } catch (error) {
    if (error instanceof TooLongError || isOfObject(error)) return undefined;
    throw error;
  }
}
