import { whyText } from "../core/causes.ts";
import { isOfObject } from "../core/of-object.ts";
import { BlobError } from "./blob-error.ts";
import { reaches } from "./ensure.ts";
import { goodVersion, goodVersionOrNone } from "./good-version.ts";
import { blobKey } from "./layout.ts";
import type { BlobRef } from "./manifest.ts";
import { verified } from "./read-blob.ts";
import type { TrustedPoint } from "./read-trusted.ts";
import type { ObjectHead, Store } from "./store.ts";

/** A key, the bytes by which its good version is known, and how long points need it. */
export interface Repairable {
  readonly key: string;
  readonly ref: BlobRef;
  /** ISO 8601, the latest of all signed points that name it. Absent: none does. */
  readonly until?: string;
}

/** What lay on top of a good version, and what became of it. */
export interface Repair {
  readonly key: string;
  readonly found: "other bytes" | "a delete marker" | "something that cannot be read" | "nothing";
  /**
   * `lost`: no version is good. `unknown`: a wrapped key, of which nothing says which version is. `failed`: it could not be
   * written on top.
   */
  readonly state: "repaired" | "to repair" | "lost" | "unknown" | "failed";
  /** The good one. */
  readonly version?: string;
  readonly why?: string;
}

/**
 * What points name by a hash, each once; of signed ones the manifest too, and the summary by which they are signed. Anybody
 * can be the author of the others: nothing of theirs is put over what lies there, and no lock follows their word.
 */
export function repairable(points: readonly TrustedPoint[]): readonly Repairable[] {
  const found = new Map<string, Repairable>();
  for (const { key, name, manifest, sha256, size, authenticity } of points) {
    const { document, blobs, secrets, expiresAt } = manifest;
    const isSigned = authenticity.state === "signed";
    const add = (key: string, { sha256, size }: BlobRef): void => {
      const until = later(found.get(key)?.until, isSigned ? expiresAt : undefined);
      found.set(key, { key, ref: { sha256, size }, ...(until !== undefined && { until }) });
    };
    if (isSigned) add(key, { sha256, size });
    for (const ref of [document, ...blobs, ...(secrets === undefined ? [] : [secrets])])
      add(blobKey(name.prefix, ref.sha256), ref);
    if (isSigned && authenticity.run !== undefined) add(authenticity.run.key, authenticity.run);
  }
  return [...found.values()];
}

/**
 * Puts the good version of a key on top again: written as a version of its own, under the same lock at least, so that it is
 * copied as everything is, and what is below stays. Bytes are verified as they go.
 * @returns `undefined` where the newest version is good
 */
export async function repairKey(
  store: Store,
  { key, ref, until }: Repairable,
  dryRun: boolean,
): Promise<Repair | undefined> {
  const found = await lookAt(store, key, ref);
  if (found === undefined) return undefined;
  try {
    const best = await goodVersion(store, key, ref);
    if (best === undefined) return { key, found, state: "lost" };
    const { version, head } = best;
    if (dryRun) return { key, found, state: "to repair", version };
    const { lockedUntil, irrevocable } = head;
    const lockUntil = later(lockedUntil, until);
    await store.rewrite(
      key,
      {
        ...ref,
        open: async function* () {
          const bytes = await store.open(key, version);
          if (bytes === undefined) throw new BlobError("missing", key, `version ${version} is gone`);
          yield* verified(bytes, key, ref);
        },
      },
      { ...(lockUntil !== undefined && { lockUntil }), ...(irrevocable && { irrevocable }) },
    );
    return { key, found, state: "repaired", version };
  } catch (error) {
    if (!(error instanceof BlobError) && !isOfObject(error)) throw error;
    return { key, found, state: "failed", why: whyText(error) };
  }
}

/** Both ISO 8601. */
function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return reaches(one, other) ? one : other;
}

/** What lies on top of the good version; `undefined` where that is itself the newest. */
async function lookAt(store: Store, key: string, ref: BlobRef): Promise<Repair["found"] | undefined> {
  let newest: ObjectHead | undefined;
  try {
    newest = await store.head(key);
  } catch (error) {
    if (!isOfObject(error)) throw error;
    return "something that cannot be read";
  }
  if (newest === undefined) return "nothing";
  if (newest.hidden === true) return "a delete marker";
  if (newest.size !== ref.size) return "other bytes";
  if (newest.sha256 !== undefined) return newest.sha256 === ref.sha256 ? undefined : "other bytes";
  // Of what came without a hash, the bytes tell.
  const best = await goodVersionOrNone(store, key, ref);
  return best !== undefined && best.version === newest.version ? undefined : "other bytes";
}
