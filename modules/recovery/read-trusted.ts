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
 * that is locked, for whoever writes later can only put another on top.
 * @throws ManifestError when no version is a manifest; and what the store throws
 */
export async function readTrusted(store: Store, key: string, witness: Witness): Promise<TrustedPoint> {
  const newest = await readJudged(store, key, witness);
  if (!(newest instanceof ManifestError) && newest.authenticity.state === "signed") return newest;
  const versions = (await store.versions(key)).filter(
    ({ current }) => !current || newest instanceof ManifestError,
  );
  let oldest: TrustedPoint | undefined;
  for (const { version } of versions) {
    const older = await readJudged(store, key, witness, version);
    if (older instanceof ManifestError) continue;
    if (older.authenticity.state === "signed") return { ...older, below: version };
    if (oldest === undefined && (await store.head(key, version))?.lockedUntil !== undefined)
      oldest = { ...older, below: version };
  }
  if (oldest !== undefined) return oldest;
  if (newest instanceof ManifestError) throw newest;
  return newest;
}

async function readJudged(
  store: Store,
  key: string,
  witness: Witness,
  version?: string,
): Promise<TrustedPoint | ManifestError> {
  try {
    const point = await readPoint(store, key, version);
    return { ...point, authenticity: await witness.judge(point) };
  } catch (error) {
    if (error instanceof ManifestError) return error;
    throw error;
  }
}
