import { bytesContent, collect } from "../../modules/recovery/bytes.ts";
import type { Content, ObjectHead, PutOptions, Store, StoredObject } from "../../modules/recovery/store.ts";

interface Entry {
  bytes: Uint8Array;
  sha256: string;
  lockedUntil?: string;
}

export type StoreOperation = "head" | "open" | "create" | "extendLock" | "list";

/** What a fault hook may do with a call: fail it before it happens, or let it happen and lose the answer. */
export type Fault = "refuse" | "lose-answer" | undefined;

/** Objects in memory, with locks, and faults to plant. */
export class MemoryStore implements Store {
  readonly name = "memory://store";
  readonly objects = new Map<string, Entry>();
  /** Every call so far, `create points/...`. */
  readonly calls: string[] = [];
  /** Asked before each call; `call` counts from 1. */
  fault: (operation: StoreOperation, key: string, call: number) => Fault = () => undefined;

  /** From now on the first `n` calls work and every later one fails: what a killed process leaves behind. */
  killAfter(n: number): void {
    const start = this.calls.length;
    this.fault = (_operation, _key, call) => (call - start > n ? "refuse" : undefined);
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    return this.#call("head", key, () => {
      const entry = this.objects.get(key);
      if (entry === undefined) return undefined;
      const { bytes, sha256, lockedUntil } = entry;
      return { size: bytes.length, sha256, ...(lockedUntil !== undefined && { lockedUntil }) };
    });
  }

  async open(key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    return this.#call("open", key, () => {
      const entry = this.objects.get(key);
      return entry && chunks(entry.bytes);
    });
  }

  async create(key: string, content: Content, { lockUntil }: PutOptions): Promise<"created" | "exists"> {
    const bytes = await collect(content.open(), content.size);
    return this.#call("create", key, () => {
      const { sha256 } = bytesContent(bytes);
      if (sha256 !== content.sha256 || bytes.length !== content.size) throw new Error(`${key}: BadDigest`);
      if (this.objects.has(key)) return "exists" as const;
      this.objects.set(key, { bytes, sha256, ...(lockUntil !== undefined && { lockedUntil: lockUntil }) });
      return "created" as const;
    });
  }

  async extendLock(key: string, until: string): Promise<void> {
    return this.#call("extendLock", key, () => {
      const entry = this.objects.get(key);
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
