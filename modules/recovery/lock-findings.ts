import { reaches } from "./ensure.ts";
import { type Finding, type Of, unreadable } from "./finding.ts";
import type { TrustedPoint } from "./read-trusted.ts";
import { runTime } from "./run-time.ts";
import type { ObjectHead, Store } from "./store.ts";

/** How long one version is locked, or the newest, and whether a delete marker hides it. */
export async function lockFindings(
  store: Store,
  of: Of,
  until: string,
  version?: string,
): Promise<readonly Finding[]> {
  const { key } = of;
  try {
    const head = await store.head(key, version);
    const detail = "a delete marker lies on top of it";
    const hidden = head?.hidden === true ? [{ problem: "covered", ...of, detail } as const] : [];
    return [...hidden, ...lockOf(of, head, until)];
  } catch (error) {
    return [unreadable(of, error)];
  }
}

/** Of a version that was looked at. */
export function lockOf(of: Of, head: ObjectHead | undefined, until: string): readonly Finding[] {
  if (reaches(head?.lockedUntil, until)) return [];
  const detail = `its lock ends ${head?.lockedUntil ?? "nowhere"}, the point expires ${until}`;
  return [{ problem: "unlocked", ...of, detail }];
}

/**
 * Without the summary its points are unsigned: it is locked for as long as points are kept, from the run's beginning at least,
 * as an older zonekeep locked it.
 */
export async function runLockFindings(
  store: Store,
  { manifest: { run, capturedAt, expiresAt }, authenticity }: TrustedPoint,
): Promise<readonly Finding[]> {
  if (authenticity.state !== "signed" || authenticity.run === undefined) return [];
  const { key, version, sha256 } = authenticity.run;
  const of = { key, about: "run", part: "run" } as const;
  const kept = Date.parse(expiresAt) - Date.parse(capturedAt);
  const until = new Date((runTime(run) ?? 0) + kept).toISOString();
  try {
    const own = await store.head(key, version);
    if (reaches(own?.lockedUntil, until)) return [];
    // A repair writes it once more, under a lock of its own.
    const newest = await store.head(key);
    if (newest?.sha256 === sha256 && reaches(newest.lockedUntil, until)) return [];
    const ends = own?.lockedUntil ?? "nowhere";
    const detail = `the lock of the summary that signs it ends ${ends}, before what it signs expires`;
    return [{ problem: "unlocked", ...of, detail }];
  } catch (error) {
    return [unreadable(of, error)];
  }
}
