import type { Manifest } from "./manifest.ts";

/** Part of a point's time that shared bytes stay locked beyond it, and no more than so many days. */
const PART = 1 / 8;
const MOST = 7 * 86_400_000;

/**
 * Until when bytes are locked that the next points will share: some way beyond the point that is written, so that not
 * every run has to lengthen the lock of every package that it finds unchanged.
 */
export function sharedLock({ capturedAt, expiresAt }: Pick<Manifest, "capturedAt" | "expiresAt">): string {
  const [from, to] = [Date.parse(capturedAt), Date.parse(expiresAt)];
  // Whole seconds, as S3 keeps them.
  const beyond = Math.floor(Math.min((to - from) * PART, MOST) / 1000) * 1000;
  return `${new Date(to + beyond).toISOString().slice(0, 19)}Z`;
}
