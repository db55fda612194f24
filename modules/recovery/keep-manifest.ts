import type { KeptPoint } from "../contract/events.ts";
import { ConflictError, ensure, reaches } from "./ensure.ts";
import type { Manifest } from "./manifest.ts";
import { isSealedBy } from "./manifest-seal.ts";
import { ManifestError, type RecoveryPoint, readPoint } from "./read-point.ts";
import type { Content, Store } from "./store.ts";

interface Ports {
  readonly store: Store;
  /** Of the run, 32 bytes. */
  readonly secret?: Uint8Array;
}

type Head = Pick<Manifest, "arn" | "policy" | "expiresAt">;

/**
 * Writes the manifest, whose key must be free, or hold what another attempt of this run has written. What somebody else
 * has put there in the meantime is written over: it stays below, and `warn` says so.
 * @throws ConflictError when something else lies there, and the run has no secret that tells whose it is
 */
export async function keepManifest(
  ports: Ports,
  key: string,
  head: Head,
  manifest: Content,
  warn: (text: string) => void,
): Promise<KeptPoint> {
  const lockUntil = head.expiresAt;
  const own: KeptPoint = { key, sha256: manifest.sha256 };
  try {
    await ensure(ports.store, key, manifest, { lockUntil, fresh: true });
    return own;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // Another attempt may have been first, with secrets sealed anew: then its point is this run's point.
    const first = await committedBefore(ports, key, head);
    if (first !== undefined && first !== "other") return { key, sha256: first.sha256 };
    if (ports.secret === undefined) throw error;
    await ports.store.rewrite(key, manifest, { lockUntil });
    warn(`${key} held what no runner of this run wrote: the point was written over it, find out who did`);
    return own;
  }
}

/** The point that another attempt of this run has committed; `other` where something else lies there. */
export async function committedBefore(
  { store, secret }: Ports,
  key: string,
  head: Head,
): Promise<RecoveryPoint | "other" | undefined> {
  const found = await store.head(key);
  if (found === undefined) return undefined;
  const point = await readPoint(store, key).catch((error: unknown) => {
    if (error instanceof ManifestError) return undefined;
    throw error;
  });
  if (point === undefined || point.manifest.arn !== head.arn || point.manifest.policy !== head.policy)
    return "other";
  if (secret !== undefined && !isSealedBy(point.manifest, secret)) return "other";
  // Locks of all that it names were set before it was written; its own may be short if the answer was lost.
  const { expiresAt } = point.manifest;
  if (!reaches(found.lockedUntil, expiresAt)) await store.extendLock(key, expiresAt);
  return point;
}
