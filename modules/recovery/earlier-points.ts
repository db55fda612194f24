import type { ThingId } from "../contract/kinds.ts";
import { listPoints, type PointRef } from "./list-points.ts";
import type { NamedBlob } from "./manifest.ts";
import { BlobError, readDocument } from "./read-blob.ts";
import { ManifestError, readPoint } from "./read-point.ts";
import type { Store } from "./store.ts";

/** What a thing was before: JSON of its kind's own, and the bytes that it names. */
interface EarlierPoint {
  /** `undefined` when its bytes are not what the manifest says. */
  readonly document: unknown;
  readonly blobs: readonly NamedBlob[];
}

export type EarlierPoints = (thing: ThingId) => AsyncIterable<EarlierPoint>;

/** As far back as is looked for what is no longer there: each is two reads. */
const MOST = 20;

/**
 * Points of a thing, newest first. One whose manifest cannot be used is passed over.
 * @throws whatever the store throws, for that says nothing about a point
 */
export function earlierPoints(store: Store, prefix: string): EarlierPoints {
  return async function* ({ kind, id }) {
    const all: PointRef[] = [];
    for await (const point of listPoints(store, prefix, { kind, id })) all.push(point);
    for (const { key } of all.slice(-MOST).reverse()) {
      const point = await readPoint(store, key).catch((error: unknown) => {
        if (error instanceof ManifestError) return undefined;
        throw error;
      });
      if (point === undefined) continue;
      const document = await readDocument(store, point).catch((error: unknown) => {
        if (error instanceof BlobError) return undefined;
        throw error;
      });
      yield { document, blobs: point.manifest.blobs };
    }
  };
}
