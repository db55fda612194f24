import { RestoreError } from "../protectors/kit/restore-error.ts";
import type { PackageObject } from "../protectors/package-object.ts";
import { BlobError } from "../recovery/blob-error.ts";
import { goodVersion } from "../recovery/good-version.ts";
import { blobKey } from "../recovery/layout.ts";
import type { RecoveryPoint } from "../recovery/read-point.ts";
import type { RestorePorts } from "./ports.ts";

/**
 * The object of a package of the point, and the version of it that holds the bytes: services read the newest unless they
 * are told which, and whoever may write can put another on top between this look and theirs.
 * @throws RestoreError when no version in the store of the destination holds them
 */
export async function locatePackage(
  { near, source }: Pick<RestorePorts, "near" | "source">,
  { manifest }: RecoveryPoint,
  sha256: string,
): Promise<PackageObject> {
  const { store, bucket } = near;
  const key = blobKey(source.prefix, sha256);
  const size = manifest.blobs.find((blob) => blob.sha256 === sha256)?.size;
  if (size === undefined) throw refused("the point has no such bytes");
  const newest = await store.head(key);
  if (newest?.sha256 === sha256) return at(newest.version);
  const good = newest && (await goodVersion(store, key, { sha256, size }).catch(buried));
  if (good === undefined)
    throw refused(newest === undefined ? "it is not there" : "it holds other bytes than the point");
  return at(good.version);

  function at(version: string | undefined): PackageObject {
    return { bucket, key, ...(version !== undefined && { version }) };
  }

  function buried(error: unknown): never {
    throw error instanceof BlobError ? refused(error.why) : error;
  }

  function refused(why: string): RestoreError {
    const hint = "take another point (--point) or another copy (--from)";
    return new RestoreError(`${store.name}/${key}`, "s3:HeadObject", why, hint);
  }
}
