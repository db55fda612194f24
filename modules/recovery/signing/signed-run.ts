/** The summary of a run that is signed, and what a person must know of it although its points stand. */
export interface SignedRun {
  readonly key: string;
  /** The one that counts. */
  readonly version: string;
  /** Of the summary that counts, 64 hex digits. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly doubts: readonly SummaryDoubt[];
}

/**
 * `covered`: something else lies on top of it. `replaced`: a later one, signed too, names other points. `late`: it was written
 * long after its run began.
 */
export interface SummaryDoubt {
  readonly problem: "covered" | "replaced" | "late";
  readonly detail: string;
  readonly hint: string;
}
