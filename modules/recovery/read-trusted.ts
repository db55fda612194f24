import { isOfObject } from "../core/of-object.ts";
import { buriedWhy, oldestVersions } from "./oldest-versions.ts";
import { ManifestError, type RecoveryPoint, readPoint } from "./read-point.ts";
import type { Authenticity, Witness } from "./signing/authenticity.ts";
import type { Store } from "./store.ts";

/** A point of which is known who made it. */
export interface TrustedPoint extends RecoveryPoint {
  readonly authenticity: Authenticity;
  /** Where it lies below another version: `zonekeep repair` puts it on top. */
  readonly below?: string;
}

/**
 * The manifest that is right, wherever it lies among the versions of its key: the one that its run signed, else the oldest
 * that is locked, for whoever writes later can only put another on top. One that cannot be read, for it may be under somebody
 * else's key, is passed over.
 * Where more lie there than are read, and none of these is good, that is what is refused.
 * @throws ManifestError when no version is a manifest; and what the store throws
 */
export async function readTrusted(store: Store, key: string, witness: Witness): Promise<TrustedPoint> {
  const newest = await readJudged(store, key, witness);
  if (!(newest instanceof Error) && newest.authenticity.state === "signed") return newest;
  const versions = await store.versions(key);
  let oldest: TrustedPoint | undefined;
  for (const { version, current } of oldestVersions(versions)) {
    if (current) continue;
    const older = await readJudged(store, key, witness, version);
    if (older instanceof Error) continue;
    if (older.authenticity.state === "signed") return { ...older, below: version };
    if (oldest === undefined && (await store.head(key, version))?.lockedUntil !== undefined)
      oldest = { ...older, below: version };
  }
  const found = oldest ?? newest;
  const why = buriedWhy(versions, "what its run signed, or locked and a manifest");
  if (why !== undefined && found instanceof Error) throw new ManifestError(key, why);
  if (why !== undefined && !(found instanceof Error) && found.authenticity.state === "refused")
    return { ...found, authenticity: { state: "refused", problem: "buried", why } };
  if (found instanceof Error) throw found;
  return found;
}

async function readJudged(
  store: Store,
  key: string,
  witness: Witness,
  version?: string,
): Promise<TrustedPoint | Error> {
  let point: RecoveryPoint;
  try {
    point = await readPoint(store, key, version);
  } catch (error) {
    if (error instanceof ManifestError || isOfObject(error)) return error;
    throw error;
  }
  return { ...point, authenticity: await witness.judge(point) };
}
