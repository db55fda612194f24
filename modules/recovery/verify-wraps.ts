import { type Finding, unreadable } from "./finding.ts";
import { wrapKey } from "./layout.ts";
import { lockFindings } from "./lock-findings.ts";
import { isNewestWrap, listWraps, readWrap, wrapFault } from "./open-secrets.ts";
import type { RecoveryPoint } from "./read-point.ts";
import type { Store } from "./store.ts";

const COVERED = "another version lies on top of the oldest";
const HINT = "npx zonekeep repair puts the oldest that is locked and of this point on top again";

/** Whether `sites` have a wrapped key of the point's secrets, each of this point, on top and locked. KMS is not asked. */
export async function wrapFindings(
  store: Store,
  point: RecoveryPoint,
  sites: readonly string[],
): Promise<readonly Finding[]> {
  const { name, manifest } = point;
  if (manifest.secrets === undefined) return [];
  const findings: Finding[] = [];
  const found = new Map<string, string>();
  const part = (site: string): string => `key for ${site}`;
  try {
    for (const { site, key } of await listWraps(store, point)) found.set(site, key);
  } catch (error) {
    return [unreadable({ key: point.key, about: "key", part: "keys" }, error)];
  }
  for (const site of sites)
    if (!found.has(site))
      findings.push({
        problem: "missing",
        key: wrapKey(name, manifest.secrets.sha256, site),
        about: "key",
        part: part(site),
        detail: `${site} cannot open the secrets`,
      });
  for (const [site, key] of found) {
    const of = { key, about: "key", part: part(site) } as const;
    try {
      const [first] = await store.versions(key);
      const only = first === undefined || first.current;
      const oldest = await readWrap(store, key, only ? undefined : first.version);
      const covered = !only && !(await isNewestWrap(store, key, oldest));
      if (covered) findings.push({ problem: "covered", ...of, detail: COVERED, hint: HINT });
      const fault = wrapFault(oldest, site, point);
      if (fault !== undefined) findings.push({ problem: "swapped", ...of, detail: fault });
      // Of what is read: whatever lies on top has a lock, or none, of its own.
      const read = covered ? first.version : undefined;
      findings.push(...(await lockFindings(store, of, manifest.expiresAt, read)));
    } catch (error) {
      findings.push(unreadable(of, error));
    }
  }
  return findings;
}
