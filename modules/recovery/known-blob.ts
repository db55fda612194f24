import { isOfObject } from "../core/of-object.ts";
import { goodVersionOrNone } from "./good-version.ts";
import { blobKey } from "./layout.ts";
import type { BlobRef } from "./manifest.ts";
import { openVerified } from "./read-blob.ts";
import type { Content, Store } from "./store.ts";

/** Finds bytes that the store already keeps, by the hash that the store itself computed, whatever lies on top of them. */
export function knownBlob(store: Store, prefix: string): (ref: BlobRef) => Promise<Content | undefined> {
  return async (ref) => {
    const key = blobKey(prefix, ref.sha256);
    return (await keeps(store, key, ref)) ? { ...ref, open: () => openVerified(store, key, ref) } : undefined;
  };
}

async function keeps(store: Store, key: string, ref: BlobRef): Promise<boolean> {
  try {
    const newest = await store.head(key);
    if (newest === undefined) return false;
    if (newest.sha256 === ref.sha256 && newest.size === ref.size) return true;
  } catch (error) {
    if (!isOfObject(error)) throw error;
  }
  const good = await goodVersionOrNone(store, key, ref);
  return good?.head.sha256 !== undefined;
}
