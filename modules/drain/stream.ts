/** Part of a stream that keeps the order of what is in it. */
export interface StreamShard {
  readonly id: string;
  /** Hash keys that it takes, both ends among them. */
  readonly start: bigint;
  readonly end: bigint;
  /** Shards that were split or merged into it: their records come before its own. */
  readonly parents: readonly string[];
}

export interface StreamRecord {
  readonly sequence: string;
  /** Absent: its producer gave none, for AWS spreads the records of the stream. */
  readonly partitionKey?: string;
  /** MD5 of that: the hash key that it has where its producer gave none. Absent: no key says where the record goes. */
  readonly keyHash?: bigint;
  readonly data: Uint8Array;
  readonly arrived: Date;
}

/** One answer of a shard. */
export interface ReadRecords {
  readonly records: readonly StreamRecord[];
  /** Where it goes on. Absent: the shard is closed, and read to its end. */
  readonly next?: string;
  /** How far the answer is behind the newest record. */
  readonly behindMs: number;
  /** What the shard became. */
  readonly children: readonly StreamShard[];
}

/** A stream that is read beside its consumers. None of its calls but `shards` is repeated: whoever reads counts them. */
export interface ReadStream {
  readonly arn: string;
  /** When it was made, ISO 8601: another one of its name was made at another time. */
  readonly made: string;
  /** How long it keeps a record. */
  readonly retentionMs: number;
  /** Shards that took records since then; by default all that it knows. */
  shards(since?: Date): Promise<readonly StreamShard[]>;
  /** Where reading begins: at a time, or after a record. */
  iterator(shard: string, from: Date | string): Promise<string>;
  /** `throttled`: others read the shard as well. `expired`: the iterator is too old. */
  read(iterator: string, most: number): Promise<ReadRecords | "throttled" | "expired">;
}

export interface RecordStream extends ReadStream {
  /** AWS spreads its records: no partition key says where one goes, or which come in order. */
  readonly isSpread: boolean;
}
