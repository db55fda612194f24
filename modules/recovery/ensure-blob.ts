import { isOfObject } from "../core/of-object.ts";
import { ConflictError, type Ensuring, ensure, reaches } from "./ensure.ts";
import { goodVersionOrNone } from "./good-version.ts";
import type { Content, Store } from "./store.ts";

export interface Ensured {
  readonly ending: "created" | "present";
  /** What a person must know: the bytes are there and locked all the same. */
  readonly warning?: string;
}

/**
 * Makes sure of bytes whose key is their hash. Others on top of them, or in their place, stop nobody: a good version
 * below is kept longer and stays below, and where there is none the bytes are written on top.
 */
export async function ensureBlob(
  store: Store,
  key: string,
  content: Content,
  ensuring: Ensuring,
): Promise<Ensured> {
  try {
    return { ending: await ensure(store, key, content, ensuring) };
  } catch (error) {
    if (!(error instanceof ConflictError) && !isOfObject(error)) throw error;
    return await despite(error, store, key, content, ensuring);
  }
}

async function despite(
  error: Error,
  store: Store,
  key: string,
  content: Content,
  { lockUntil, lockTo = lockUntil }: Ensuring,
): Promise<Ensured> {
  const isOther = error instanceof ConflictError;
  const lies = isOther ? "other bytes lie there" : "what lies there cannot be read";
  const good = await goodVersionOrNone(store, key, content);
  if (good !== undefined && !good.head.liftable) {
    if (!reaches(good.head.lockedUntil, lockUntil)) await store.extendLock(key, lockTo, good.version);
    const of = isOther ? "other bytes lie on top of it" : "what lies on top of it cannot be read";
    return {
      ending: "present",
      warning: `${key}: ${of}; version ${good.version} below is good, and kept: npx zonekeep repair puts it on top`,
    };
  }
  if (!isOther && (await store.versions(key)).length === 0) throw error;
  await store.rewrite(key, content, { lockUntil: lockTo }).catch((failed: unknown) => {
    // What is refused here says less than what was refused first.
    throw isOther ? failed : error;
  });
  return {
    ending: "created",
    warning: `${key}: ${lies}, and no version ${good === undefined ? "was good" : "below was locked for good"}; it was written again on top`,
  };
}
