import { errorText } from "../core/error-text.ts";
import { reaches } from "./ensure.ts";
import type { Content, Store } from "./store.ts";

export interface Shared {
  readonly key: string;
  readonly content: Content;
}

/**
 * Writes again what was in the store before its copies were asked for. S3 copies only what is written while a rule is
 * there, and shared bytes are written once: without this, points whose code never changes would have copies that lack
 * it for ever. Nothing is done unless the store copies at all, as `fresh`, written just now, tells.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 * @returns what a person must know: the point itself stands, whatever goes wrong here.
 */
export async function copyAgain(
  store: Store,
  fresh: string,
  shared: readonly Shared[],
  lockUntil: string,
): Promise<readonly string[]> {
  const warnings: string[] = [];
  const warn = (key: string, why: string): number => warnings.push(`${key} is not copied: ${why}`);
  let copies: boolean | undefined;
  for (const { key, content } of shared) {
    try {
      const found = await store.head(key);
      if (found?.replication === "failed") warn(key, "S3 tried, and says FAILED");
      if (found === undefined || found.replication !== undefined) continue;
      copies ??= (await store.head(fresh))?.replication !== undefined;
      if (!copies) return warnings;
      // The new version is the one that is read and copied, so it takes over the longest lock, and the firmest.
      const { lockedUntil: locked, irrevocable } = found;
      await store.rewrite(key, content, {
        lockUntil: locked !== undefined && reaches(locked, lockUntil) ? locked : lockUntil,
        ...(irrevocable && { irrevocable }),
      });
    } catch (error) {
      warn(key, errorText(error));
    }
  }
  return warnings;
}
