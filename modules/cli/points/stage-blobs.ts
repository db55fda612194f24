import { ensure } from "../../recovery/ensure.ts";
import { blobKey } from "../../recovery/layout.ts";
import { openVerified } from "../../recovery/read-blob.ts";
import type { RecoveryPoint } from "../../recovery/read-point.ts";
import type { Store } from "../../recovery/store.ts";

/**
 * Copies the packages of a point to the store of the destination, as replication would: Lambda takes a package only
 * from a bucket of its own region. What is there already is not written again.
 * @throws BlobError when the bytes are not those that were captured
 */
export async function stageBlobs(
  from: Store,
  to: Store,
  { name, manifest }: RecoveryPoint,
  onBlob: (part: string) => void,
): Promise<void> {
  const staged = new Set<string>();
  for (const { name: part, sha256, size } of manifest.blobs) {
    if (staged.has(sha256)) continue;
    staged.add(sha256);
    onBlob(part);
    const key = blobKey(name.prefix, sha256);
    const open = (): AsyncIterable<Uint8Array> => openVerified(from, key, { sha256, size });
    await ensure(to, key, { sha256, size, open }, manifest.expiresAt);
  }
}
