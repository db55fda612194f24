import { failureOf } from "../core/failure.ts";
import { reaches } from "../recovery/ensure.ts";
import { ensureBlob } from "../recovery/ensure-blob.ts";
import { blobKey } from "../recovery/layout.ts";
import { openVerified } from "../recovery/read-blob.ts";
import type { RecoveryPoint } from "../recovery/read-point.ts";
import type { RestorePorts } from "./ports.ts";

/** Milliseconds for which bytes stay locked that may not be locked for longer: a restore and its repetitions are over. */
const STAGED = 7 * 86_400_000;

/**
 * Copies the packages of points to the store of the destination, as replication would: services take a package only
 * from a bucket of their own region. What is there already is not written again, whatever lies on top of it. Locks of
 * points from before a retention was shortened may be longer than the store takes from anybody but runners.
 * @throws BlobError when the bytes are not those that were captured
 */
export async function stageBlobs(
  { source, near, region, now }: Pick<RestorePorts, "source" | "near" | "region" | "now">,
  points: readonly RecoveryPoint[],
  onBlob: (part: string) => void,
): Promise<void> {
  if (source.region === region) return;
  const staged = new Set<string>();
  for (const { name, manifest } of points)
    for (const { name: part, sha256, size } of manifest.blobs) {
      if (staged.has(sha256)) continue;
      staged.add(sha256);
      onBlob(part);
      const key = blobKey(name.prefix, sha256);
      const open = (): AsyncIterable<Uint8Array> => openVerified(source.store, key, { sha256, size });
      const ensureUntil = (lockUntil: string) =>
        ensureBlob(near.store, key, { sha256, size, open }, { lockUntil });
      await ensureUntil(manifest.expiresAt).catch((error: unknown) => {
        const briefly = new Date(now() + STAGED).toISOString();
        if (failureOf(error) !== "denied" || reaches(briefly, manifest.expiresAt)) throw error;
        return ensureUntil(briefly);
      });
    }
}
