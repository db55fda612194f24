/** How far back the records of a stream, or the events of an archive, are kept. */
export interface RecordWindow {
  /** 0: `all` alone says it. */
  readonly minutes: number;
  /** As far as the stream or the archive itself keeps them, if that is longer. */
  readonly all?: true;
}

/** What of a region's records is kept, by the words of `protect.events`; no word: none. */
export interface RecordWindows {
  readonly kinesis?: RecordWindow;
  readonly eventbridge?: RecordWindow;
}

/** What of a stream's records, or an archive's events, a point holds: all between two times, ISO 8601. */
export interface KeptRecords {
  readonly since: string;
  readonly until: string;
  readonly records: number;
  /** As their producers put them. */
  readonly bytes: number;
}

/** Where the capture of an item goes on that takes longer than a runner lives. */
export interface Continuation {
  /** When it was begun: ISO 8601. */
  readonly began: string;
  /** Until when no other run reads the same stream: milliseconds since 1970. Absent: it waits for its turn. */
  readonly turn?: number;
  /** Until when the run reads it: milliseconds since 1970. Absent: it waits for its turn. */
  readonly ends?: number;
  /** What it has so far, by the hash of its bytes: it travels where nobody who writes the store can change it. */
  readonly index?: { readonly sha256: string; readonly size: number };
  /** Records that it has read, and reads that were refused since others read as well. */
  readonly read: number;
  readonly throttled: number;
  /** What a person must know of it. */
  readonly warnings: readonly string[];
  /** Of all the rest and the item, by the run's secret: HMAC-SHA256, 64 hex digits. Absent: the run has none. */
  readonly mac?: string;
}
