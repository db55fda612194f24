import type { StoredVersion } from "./store.ts";

/**
 * Versions of one key that are read, from the oldest on: whoever writes later can only pile others on top, and nobody has to
 * read those. Honest keys have one, or a few where a repair wrote; a hundred is seconds.
 */
export const MOST_VERSIONS = 100;

export function oldestVersions(versions: readonly StoredVersion[]): readonly StoredVersion[] {
  return versions.slice(0, MOST_VERSIONS);
}

/** Why nothing more is tried of a key, where the versions that are read hold nothing good. */
export function buriedWhy({ length }: readonly StoredVersion[], wanted: string): string | undefined {
  if (length <= MOST_VERSIONS) return undefined;
  return `${length} versions lie there, and none of the oldest ${MOST_VERSIONS}, which are all that is read, is ${wanted}`;
}
