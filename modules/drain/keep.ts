import { ensure, reaches } from "../recovery/ensure.ts";
import type { Content } from "../recovery/store.ts";
import type { RunStore } from "./ports.ts";

/**
 * Makes sure that bytes lie in the store, are the right ones by the store's own hash, and are locked.
 * @throws Error unless all of it is so
 */
export async function keepLocked(
  { store, folder, lockUntil }: Pick<RunStore, "store" | "folder" | "lockUntil">,
  name: string,
  content: Content,
): Promise<void> {
  const key = `${folder}${name}`;
  await ensure(store, key, content, { lockUntil, fresh: true });
  const head = await store.head(key);
  const why =
    head === undefined || head.hidden
      ? "is not there"
      : head.sha256 !== content.sha256
        ? "holds other bytes"
        : reaches(head.lockedUntil, lockUntil)
          ? undefined
          : `is not locked until ${lockUntil}`;
  if (why !== undefined) throw new Error(`${store.name}/${key} ${why}, right after it was written`);
}
