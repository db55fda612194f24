/** What a point holds of a thing. */
interface Held<Document, Secrets> {
  readonly document: Document;
  readonly secrets: Secrets | undefined;
}

export interface SinceRestored {
  /** Code and configuration are still those. */
  readonly same: boolean;
  /** What brings events to it that only the older one has, by name. */
  readonly lacks: readonly string[];
}

/** Of a kind whose things may be captured before they are armed. */
export interface Unarmed<Document, Secrets> {
  /** Key of the point that has what arming brings, where the document was captured before it. Pure. */
  unarmed?(document: Document): string | undefined;
  /** What became of a thing that was restored from `was` and captured as `is`. Pure. */
  since?(was: Held<Document, Secrets>, is: Held<Document, Secrets>): SinceRestored;
}
