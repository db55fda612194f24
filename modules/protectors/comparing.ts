import type { Difference } from "./kit/differences.ts";

/** From what the source had to what the destination has. */
type Ids = Readonly<Record<string, string>>;

/** What was captured of a thing, but for its bytes. */
export interface WithSecrets<Document, Secrets> {
  readonly document: Document;
  readonly secrets?: Secrets | undefined;
}

/** How a kind tells whether a thing is what it was. */
export interface Comparing<Document, Secrets> {
  /** Where a restored thing differs from what was captured. Pure; `armed`: events arrive. */
  differences(
    was: Document,
    is: Document,
    ids: Ids,
    options: { readonly armed: boolean },
  ): readonly Difference[];
  /**
   * Whether what is secret of it differs, `was` in the words of the destination; what it is shows nowhere. Pure. Absent: it
   * has no secrets.
   */
  secretsDiffer?(was: WithSecrets<Document, Secrets>, is: WithSecrets<Document, Secrets>, ids: Ids): boolean;
}
