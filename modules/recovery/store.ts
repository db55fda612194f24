/** Bytes whose hash is known before they are written, and that can be read more than once. */
export interface Content {
  readonly sha256: string;
  readonly size: number;
  readonly open: () => AsyncIterable<Uint8Array>;
}

export interface StoredObject {
  readonly key: string;
  readonly size: number;
}

/** One of the bytes that lie, or lay, under a key. Whoever may write can put another on top; none takes one away. */
export interface StoredVersion {
  readonly version: string;
  readonly size: number;
  /** What is read where no version is asked for. Of none when a delete marker lies on top. */
  readonly current: boolean;
  /** ISO 8601: when it was written, by the clock of the store, or of the store that it was copied from. */
  readonly written: string;
}

export interface KeyVersions {
  readonly key: string;
  /** Oldest first, without delete markers. */
  readonly versions: readonly StoredVersion[];
}

/** Bytes as they come, and what the store says of them beforehand. Take the first chunk and stop to let go of them. */
export interface StoredBytes extends AsyncIterable<Uint8Array>, Pick<ObjectHead, "sha256" | "version"> {
  readonly size: number;
}

/** What a store says of one object without its bytes. */
export interface ObjectHead {
  readonly size: number;
  /** SHA-256 as the store computed it, 64 hex digits. */
  readonly sha256?: string;
  /** ISO 8601. Absent: not locked. */
  readonly lockedUntil?: string;
  /** Nobody can take that lock away, whoever may what. */
  readonly irrevocable?: true;
  /** Locked only in a way that can be taken away, where this store's cannot. No such lock is made firmer: the bytes are written again. */
  readonly liftable?: true;
  /** Copying to other stores: under way or done, or given up. Absent: nobody copies it, or the store does not tell. */
  readonly replication?: "active" | "failed";
  /** Which one it is, where the store keeps several under one key. */
  readonly version?: string;
  /** A delete marker lies on top. */
  readonly hidden?: true;
}

export interface PutOptions {
  /** ISO 8601; the object cannot be deleted before. Absent: no lock. */
  readonly lockUntil?: string;
  /** In a lock that nobody can take away, also where the store's own can be. */
  readonly irrevocable?: true;
}

/**
 * A place that keeps objects. Every implementation passes the same conformance tests.
 * Absent is `undefined`; everything else that goes wrong throws, and never looks like absence.
 */
export interface Store {
  /** Where it is, for messages: `s3://bucket`. */
  readonly name: string;
  /** Of one version, or of the newest that has bytes. */
  head(key: string, version?: string): Promise<ObjectHead | undefined>;
  /** Streams the bytes of one version, or of the newest that has any; not verified, so hash them while reading. */
  open(key: string, version?: string): Promise<StoredBytes | undefined>;
  /** All that lie under the key, oldest first, without delete markers. */
  versions(key: string): Promise<readonly StoredVersion[]>;
  /** The same of every key below a prefix, ascending, every page: one call for a thousand versions. */
  versionsBelow(prefix: string): AsyncIterable<KeyVersions>;
  /** Writes if the key is free. The store itself checks the hash. `exists` when something is there already. */
  create(key: string, content: Content, options: PutOptions): Promise<"created" | "exists">;
  /** Writes the bytes again although they are there, as a version of its own: what only a new write sets off. */
  rewrite(key: string, content: Content, options: PutOptions): Promise<void>;
  /** Lengthens the lock of one version, or of the newest that has bytes; never shortens one, nor changes its kind. */
  extendLock(key: string, until: string, version?: string): Promise<void>;
  /** Keys below a prefix, ascending, every page. */
  list(prefix: string): AsyncIterable<StoredObject>;
}

/** Bytes set aside for this process: they were too many to hold, and must be verified before they are used. */
export interface Spooled extends Content {
  discard(): Promise<void>;
}

/** Where bytes wait between being read and being used. */
export interface Spool {
  /** Keeps the bytes and tells their hash. Throws, and keeps nothing, when there are more than `limit`. */
  write(source: AsyncIterable<Uint8Array>, limit: number): Promise<Spooled>;
}
