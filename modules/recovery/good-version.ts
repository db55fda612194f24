import { createHash } from "node:crypto";
import { isOfObject } from "../core/of-object.ts";
import { BlobError } from "./blob-error.ts";
import type { BlobRef } from "./manifest.ts";
import { buriedWhy, oldestVersions } from "./oldest-versions.ts";
import type { ObjectHead, Store } from "./store.ts";

/** One version of a key, and what the store says of it. */
export interface GoodVersion {
  readonly version: string;
  readonly head: ObjectHead;
}

/**
 * The version that holds these bytes: the newest if it does, or else the oldest, so that nobody makes it slow by piling
 * others on top. One that cannot be read, for it may be under somebody else's key, is passed over.
 * @throws what the newest such was refused with, when no other version is good; BlobError `buried` when none is among those
 * that are looked at, and more of its size lie there; and whatever is not about one object
 */
export async function goodVersion(store: Store, key: string, ref: BlobRef): Promise<GoodVersion | undefined> {
  const versions = await store.versions(key);
  const ofSize = versions.filter(({ size }) => size === ref.size);
  const newest = ofSize.filter(({ version }) => version === versions.at(-1)?.version);
  const [top] = newest;
  let refused: unknown;
  for (const { version } of [...newest, ...oldestVersions(ofSize).filter((one) => one !== top)]) {
    try {
      const head = await store.head(key, version);
      if (head !== undefined && (await holds(store, key, { ...head, version }, ref)))
        return { version, head };
    } catch (error) {
      if (!isOfObject(error)) throw error;
      refused ??= error;
    }
  }
  const why = buriedWhy(ofSize, "what its name says");
  if (why !== undefined) throw new BlobError("buried", key, why);
  if (refused !== undefined) throw refused;
  return undefined;
}

/** The same, where what cannot be read, or is not found, is as good as none. @throws whatever is not about one object */
export async function goodVersionOrNone(
  store: Store,
  key: string,
  ref: BlobRef,
): Promise<GoodVersion | undefined> {
  try {
    return await goodVersion(store, key, ref);
  } catch (error) {
    if (error instanceof BlobError || isOfObject(error)) return undefined;
    throw error;
  }
}

/** By the hash that the store tells; of what came without one, such as a copy by another tool, by its bytes. */
export async function holds(
  store: Store,
  key: string,
  { size, sha256, version }: ObjectHead,
  ref: BlobRef,
): Promise<boolean> {
  if (size !== ref.size) return false;
  if (sha256 !== undefined) return sha256 === ref.sha256;
  const bytes = await store.open(key, version);
  if (bytes === undefined) return false;
  const hash = createHash("sha256");
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest("hex") === ref.sha256;
}
