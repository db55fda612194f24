import { reaches } from "./ensure.ts";
import type {
  Content,
  KeyVersions,
  ObjectHead,
  PutOptions,
  Store,
  StoredBytes,
  StoredObject,
  StoredVersion,
} from "./store.ts";

/**
 * A store that is asked once about an object: for one attempt at one point, which looks at the same few objects from
 * several sides. What it was told holds as long as it has to: a locked object goes nowhere, one that was absent is
 * written on the condition that it still is, and every write is a reason to ask again.
 */
export class SeenStore implements Store {
  readonly name: string;
  readonly #store: Store;
  readonly #heads = new Map<string, ObjectHead | undefined>();

  constructor(store: Store) {
    this.name = store.name;
    this.#store = store;
  }

  async head(key: string, version?: string): Promise<ObjectHead | undefined> {
    if (version !== undefined) return this.#store.head(key, version);
    if (!this.#heads.has(key)) this.#heads.set(key, await this.#store.head(key));
    return this.#heads.get(key);
  }

  open(key: string, version?: string): Promise<StoredBytes | undefined> {
    return this.#store.open(key, version);
  }

  versions(key: string): Promise<readonly StoredVersion[]> {
    return this.#store.versions(key);
  }

  versionsBelow(prefix: string): AsyncIterable<KeyVersions> {
    return this.#store.versionsBelow(prefix);
  }

  async create(key: string, content: Content, options: PutOptions): Promise<"created" | "exists"> {
    try {
      return await this.#store.create(key, content, options);
    } finally {
      this.#heads.delete(key);
    }
  }

  async rewrite(key: string, content: Content, options: PutOptions): Promise<void> {
    try {
      await this.#store.rewrite(key, content, options);
    } finally {
      this.#heads.delete(key);
    }
  }

  async extendLock(key: string, until: string, version?: string): Promise<void> {
    await this.#store.extendLock(key, until, version);
    const seen = this.#heads.get(key);
    if (version !== undefined && version !== seen?.version) return;
    if (seen !== undefined && !reaches(seen.lockedUntil, until))
      this.#heads.set(key, { ...seen, lockedUntil: until });
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    return this.#store.list(prefix);
  }
}
