import { hashOfJson } from "./bytes.ts";
import { type Finding, unreadable } from "./finding.ts";
import { blobKey } from "./layout.ts";
import type { BlobRef, Manifest, Wrap } from "./manifest.ts";
import { parseWrap } from "./open-secrets.ts";
import { readVerified } from "./read-blob.ts";
import type { RecoveryPoint } from "./read-point.ts";
import type { KeyContext } from "./secrets.ts";
import type { Store } from "./store.ts";

/** Parts of a point: the keys that its records are sealed by, each wrapped for the sites that open it. */
const KEYS = "records/key-";
export const recordKeyName = (place: number): string => `${KEYS}${String(place + 1).padStart(6, "0")}`;

/** What the key of records is for: no key of a point's secrets opens by it, and none of what a person drained. */
export function recordContext({
  account,
  site,
  kind,
  id,
}: Pick<Manifest, "account" | "site" | "kind" | "id">): KeyContext {
  return { purpose: "records", account, site, kind, id };
}

/** Those of a key that are of this very thing. @throws BlobError, Error where they are no wrapped keys */
export async function readRecordWraps(
  store: Store,
  { name, manifest }: RecoveryPoint,
  ref: BlobRef,
): Promise<readonly Wrap[]> {
  const at = blobKey(name.prefix, ref.sha256);
  const wraps: unknown = JSON.parse(Buffer.from(await readVerified(store, at, ref)).toString("utf8"));
  const context = hashOfJson(recordContext(manifest));
  return (Array.isArray(wraps) ? wraps : [])
    .map((one) => parseWrap(at, Buffer.from(JSON.stringify(one))))
    .filter((wrap) => hashOfJson(wrap.context) === context);
}

/** Whether `sites` have each key of the point's records. KMS is not asked. */
export async function recordKeyFindings(
  store: Store,
  point: RecoveryPoint,
  sites: readonly string[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name, ...ref } of point.manifest.blobs.filter((blob) => blob.name.startsWith(KEYS))) {
    const key = blobKey(point.name.prefix, ref.sha256);
    try {
      const own = new Set((await readRecordWraps(store, point, ref)).map(({ site }) => site));
      for (const site of sites)
        if (!own.has(site))
          findings.push({
            ...{ problem: "missing", key, about: "key", part: `${name} for ${site}` },
            detail: `${site} cannot open the records that it seals`,
          });
    } catch (error) {
      findings.push(unreadable({ key, about: "key", part: name }, error));
    }
  }
  return findings;
}
