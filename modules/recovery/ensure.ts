import { holds } from "./good-version.ts";
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

/** How the bytes are made sure of. */
export interface Ensuring {
  /** ISO 8601: the lock reaches it, whoever set it. */
  readonly lockUntil: string;
  /** Where a lock that is set or lengthened ends, `lockUntil` or later. Absent: there. */
  readonly lockTo?: string;
  /** Most likely not there yet: it is written without a look, and looked at when it is there all the same. */
  readonly fresh?: boolean;
}

/**
 * Makes sure that the bytes are in the store and locked, and writes only what is missing, or locked less firmly.
 * A write whose answer was lost is found again by its hash, so repeating is always safe.
 * @throws ConflictError when the key holds other bytes.
 */
export async function ensure(
  store: Store,
  key: string,
  content: Content,
  ensuring: Ensuring,
): Promise<"created" | "present"> {
  const { lockUntil, lockTo = lockUntil, fresh = false } = ensuring;
  const present = fresh ? undefined : await store.head(key);
  if (present !== undefined) return settle(store, key, content, ensuring, present);
  try {
    if ((await store.create(key, content, { lockUntil: lockTo })) === "created") return "created";
  } catch (error) {
    const written = await store.head(key).catch(() => undefined);
    if (written === undefined) throw error;
    await settle(store, key, content, ensuring, written);
    return "created";
  }
  const winner = await store.head(key);
  if (winner === undefined) throw new Error(`${store.name}/${key} is taken, yet cannot be read`);
  return settle(store, key, content, ensuring, winner);
}

async function settle(
  store: Store,
  key: string,
  content: Content,
  { lockUntil, lockTo = lockUntil }: Ensuring,
  found: ObjectHead,
): Promise<"present"> {
  if (!(await holds(store, key, found, content))) throw new ConflictError(store.name, key);
  if (found.liftable) await store.rewrite(key, content, { lockUntil: lockTo });
  else if (!reaches(found.lockedUntil, lockUntil)) await store.extendLock(key, lockTo, found.version);
  return "present";
}

/** Both ISO 8601; no lock reaches nowhere. */
export function reaches(lockedUntil: string | undefined, until: string): boolean {
  return lockedUntil !== undefined && Date.parse(lockedUntil) >= Date.parse(until);
}
