import { bytesContent, collect } from "../../modules/recovery/bytes.ts";
import type {
  Content,
  KeyVersions,
  ObjectHead,
  PutOptions,
  Store,
  StoredBytes,
  StoredObject,
  StoredVersion,
} from "../../modules/recovery/store.ts";

interface Entry {
  bytes: Uint8Array;
  sha256: string;
  lockedUntil?: string;
  irrevocable?: true;
  replication?: "active" | "failed";
  version?: string;
  /** ISO 8601. */
  written?: string;
  /** What lay there before. */
  below?: Entry;
}

export type StoreOperation =
  | "head"
  | "open"
  | "versions"
  | "versionsBelow"
  | "create"
  | "rewrite"
  | "extendLock"
  | "list";

/** What a fault hook may do with a call: fail it before it happens, or let it happen and lose the answer. */
export type Fault = "refuse" | "lose-answer" | undefined;

/** Objects in memory, with versions and locks, and faults to plant. */
export class MemoryStore implements Store {
  readonly name = "memory://store";
  /** The newest version of each. */
  readonly objects = new Map<string, Entry>();
  /** Keys under a delete marker. */
  readonly hidden = new Set<string>();
  #written = 0;
  /** When things are written: before all runs, unless a test says otherwise. */
  clock = "2026-01-01T00:00:00.000Z";
  /** What becomes of new objects: undefined while no rule copies them, as of S3. */
  replication: "active" | undefined;
  /** Every call so far, `create points/...`. */
  readonly calls: string[] = [];
  /** Asked before each call; `call` counts from 1. */
  fault: (operation: StoreOperation, key: string, call: number) => Fault = () => undefined;

  /** From now on the first `n` calls work and every later one fails: what a killed process leaves behind. */
  killAfter(n: number): void {
    const start = this.calls.length;
    this.fault = (_operation, _key, call) => (call - start > n ? "refuse" : undefined);
  }

  async head(key: string, version?: string): Promise<ObjectHead | undefined> {
    return this.#call("head", key, () => {
      const entry = this.#find(key, version);
      if (entry === undefined) return undefined;
      const { bytes, sha256, lockedUntil, irrevocable, replication, version: id } = entry;
      return {
        size: bytes.length,
        sha256,
        ...(lockedUntil !== undefined && { lockedUntil }),
        ...(irrevocable && { irrevocable }),
        ...(replication !== undefined && { replication }),
        ...(id !== undefined && { version: id }),
        ...(version === undefined && this.hidden.has(key) && { hidden: true as const }),
      };
    });
  }

  async open(key: string, version?: string): Promise<StoredBytes | undefined> {
    return this.#call("open", key, () => {
      const entry = this.#find(key, version);
      if (entry === undefined) return undefined;
      const { bytes, sha256, version: id } = entry;
      return Object.assign(chunks(bytes), {
        size: bytes.length,
        sha256,
        ...(id !== undefined && { version: id }),
      });
    });
  }

  async versions(key: string): Promise<readonly StoredVersion[]> {
    return this.#call("versions", key, () => this.#told(key));
  }

  async *versionsBelow(prefix: string): AsyncIterable<KeyVersions> {
    yield* await this.#call("versionsBelow", prefix, () =>
      [...this.objects.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .map((key) => ({ key, versions: this.#told(key) })),
    );
  }

  async create(key: string, content: Content, options: PutOptions): Promise<"created" | "exists"> {
    const entry = await this.#entry(key, content, options);
    return this.#call("create", key, () => {
      if (this.objects.has(key) && !this.hidden.has(key)) return "exists" as const;
      this.#put(key, entry());
      return "created" as const;
    });
  }

  async rewrite(key: string, content: Content, options: PutOptions): Promise<void> {
    const entry = await this.#entry(key, content, options);
    return this.#call("rewrite", key, () => this.#put(key, entry()));
  }

  async extendLock(key: string, until: string, version?: string): Promise<void> {
    return this.#call("extendLock", key, () => {
      const entry = this.#find(key, version);
      if (entry === undefined) throw new Error(`${key}: NoSuchKey`);
      if (entry.lockedUntil === undefined || entry.lockedUntil < until) entry.lockedUntil = until;
    });
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const found = await this.#call("list", prefix, () =>
      [...this.objects]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, { bytes }]) => ({ key, size: bytes.length }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
    yield* found;
  }

  /** Changes stored bytes behind everyone's back, as rot or an attacker would. */
  tamper(key: string, change: (bytes: Uint8Array) => Uint8Array): void {
    const entry = this.objects.get(key);
    if (entry === undefined) throw new Error(`nothing to tamper with at ${key}`);
    entry.bytes = change(Uint8Array.from(entry.bytes));
  }

  /** Lays other bytes on top, without a lock, as anybody can who may write. */
  overwrite(key: string, bytes: Uint8Array): void {
    this.#put(key, { bytes, sha256: bytesContent(bytes).sha256 });
  }

  #put(key: string, entry: Entry): void {
    const below = this.objects.get(key);
    this.objects.set(key, {
      ...entry,
      version: `v${++this.#written}`,
      written: this.clock,
      ...(below !== undefined && { below }),
    });
    this.hidden.delete(key);
  }

  #told(key: string): StoredVersion[] {
    return [...this.#versions(key)]
      .map(({ version = "null", bytes, written = this.clock }, at) => ({
        version,
        size: bytes.length,
        current: at === 0 && !this.hidden.has(key),
        written,
      }))
      .reverse();
  }

  *#versions(key: string): Iterable<Entry> {
    for (let entry = this.objects.get(key); entry !== undefined; entry = entry.below) yield entry;
  }

  #find(key: string, version: string | undefined): Entry | undefined {
    for (const entry of this.#versions(key))
      if (version === undefined || entry.version === version) return entry;
    return undefined;
  }

  /** Checks the hash when it is called, as the store does when the bytes arrive. */
  async #entry(key: string, content: Content, { lockUntil, irrevocable }: PutOptions): Promise<() => Entry> {
    const bytes = await collect(content.open(), content.size);
    return () => {
      const { sha256 } = bytesContent(bytes);
      if (sha256 !== content.sha256 || bytes.length !== content.size) throw new Error(`${key}: BadDigest`);
      return {
        bytes,
        sha256,
        ...(lockUntil !== undefined && { lockedUntil: lockUntil }),
        ...(irrevocable && { irrevocable }),
        ...(this.replication !== undefined && { replication: this.replication }),
      };
    };
  }

  async #call<T>(operation: StoreOperation, key: string, act: () => T): Promise<T> {
    this.calls.push(`${operation} ${key}`);
    const fault = this.fault(operation, key, this.calls.length);
    if (fault === "refuse") throw new Error(`${operation} ${key}: connection refused`);
    const answer = act();
    if (fault === "lose-answer") throw new Error(`${operation} ${key}: connection reset`);
    return answer;
  }
}

async function* chunks(bytes: Uint8Array, size = 4096): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
