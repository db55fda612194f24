import type { ThingId } from "../contract/kinds.ts";
import { isOfObject } from "../core/of-object.ts";
import { BlobError } from "./blob-error.ts";
import { listPoints, type PointRef } from "./list-points.ts";
import type { NamedBlob } from "./manifest.ts";
import { readDocument } from "./read-blob.ts";
import { ManifestError } from "./read-point.ts";
import { readTrusted, type TrustedPoint } from "./read-trusted.ts";
import type { Witness } from "./signing/authenticity.ts";
import type { Store } from "./store.ts";

/** What a thing was before: JSON of its kind's own, and the bytes that it names. */
interface EarlierPoint {
  /** `undefined` when its bytes are not what the manifest says. */
  readonly document: unknown;
  readonly blobs: readonly NamedBlob[];
}

/** Which points are looked at. */
interface Sought {
  /** Such as hold records alone: however many others lie between them. */
  readonly records?: true;
  /** Told where there are more points than are read. */
  readonly onMore?: (read: number) => void;
}

export type EarlierPoints = (thing: ThingId, sought?: Sought) => AsyncIterable<EarlierPoint>;

/** As far back as is looked for what is no longer there. */
const MOST = 20;
/** Points that are read for those: whoever writes to the store can put others between them. */
export const MOST_EARLIER = 1_000;
/** A manifest that somebody put there may fill 8 MiB of a runner's memory. */
const AT_ONCE = 4;

/**
 * Signed points of a thing, newest first: what is taken from them is signed anew, so nobody else may have made them. One
 * whose manifest cannot be used, or was not signed, is passed over.
 * @throws whatever the store throws that says nothing about a point
 */
export function earlierPoints(store: Store, prefix: string, witness: Witness): EarlierPoints {
  return async function* ({ kind, id }, { records, onMore } = {}) {
    const all: PointRef[] = [];
    for await (const point of listPoints(store, prefix, { kind, id })) all.push(point);
    const newest = all.slice(-MOST_EARLIER).reverse();
    let found = 0;
    for (let at = 0; at < newest.length; at += AT_ONCE)
      for (const point of await Promise.all(newest.slice(at, at + AT_ONCE).map(read))) {
        if (point?.authenticity.state !== "signed") continue;
        if (records && point.manifest.records === undefined) continue;
        const document = await readDocument(store, point).catch((error: unknown) => {
          if (error instanceof BlobError || isOfObject(error)) return undefined;
          throw error;
        });
        yield { document, blobs: point.manifest.blobs };
        if (++found === MOST) return;
      }
    if (all.length > newest.length) onMore?.(newest.length);
  };

  async function read({ key }: PointRef): Promise<TrustedPoint | undefined> {
    try {
      return await readTrusted(store, key, witness);
    } catch (error) {
      if (error instanceof ManifestError || isOfObject(error)) return undefined;
      throw error;
    }
  }
}
