import type { Content, ObjectHead, Store } from "./store.ts";

/** Other bytes lie where these should: nobody overwrites, so a person has to look. */
export class ConflictError extends Error {
  constructor(
    readonly store: string,
    readonly key: string,
  ) {
    super(`${store}/${key} holds other bytes than were to be written; nothing was overwritten`);
  }
}

/**
 * Makes sure that the bytes are in the store and locked until `lockUntil`, and writes only what is missing.
 * A write whose answer was lost is found again by its hash, so repeating is always safe.
 * @throws ConflictError when the key holds other bytes.
 */
export async function ensure(
  store: Store,
  key: string,
  content: Content,
  lockUntil: string,
): Promise<"created" | "present"> {
  const present = await store.head(key);
  if (present !== undefined) return settle(store, key, content, lockUntil, present);
  try {
    if ((await store.create(key, content, { lockUntil })) === "created") return "created";
  } catch (error) {
    const written = await store.head(key).catch(() => undefined);
    if (written === undefined) throw error;
    await settle(store, key, content, lockUntil, written);
    return "created";
  }
  const winner = await store.head(key);
  if (winner === undefined) throw new Error(`${store.name}/${key} is taken, yet cannot be read`);
  return settle(store, key, content, lockUntil, winner);
}

async function settle(
  store: Store,
  key: string,
  { sha256, size }: Content,
  lockUntil: string,
  found: ObjectHead,
): Promise<"present"> {
  if (found.size !== size || found.sha256 !== sha256) throw new ConflictError(store.name, key);
  if (!reaches(found.lockedUntil, lockUntil)) await store.extendLock(key, lockUntil);
  return "present";
}

/** Both ISO 8601; no lock reaches nowhere. */
export function reaches(lockedUntil: string | undefined, until: string): boolean {
  return lockedUntil !== undefined && Date.parse(lockedUntil) >= Date.parse(until);
}
