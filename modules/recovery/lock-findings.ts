import { reaches } from "./ensure.ts";
import { type Finding, type Of, unreadable } from "./finding.ts";
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
