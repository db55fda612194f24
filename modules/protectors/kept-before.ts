import type { EarlierPoints } from "../recovery/earlier-points.ts";
import type { BlobRef } from "../recovery/manifest.ts";
import type { Content } from "../recovery/store.ts";

/** What the store has already. */
export interface KeptBefore {
  /** Bytes that are kept already, so that they are not read again: published code is read once ever. */
  readonly known: (ref: BlobRef) => Promise<Content | undefined>;
  /** What the thing was in its points, newest first, for what AWS no longer shows. Absent: none are looked at. */
  readonly earlier?: EarlierPoints;
}
