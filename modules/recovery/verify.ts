import { errorText } from "../core/error-text.ts";
import { isOfObject } from "../core/of-object.ts";
import { BlobError } from "./blob-error.ts";
import { type Finding, type Of, type Unproven, unreadable } from "./finding.ts";
import { blobKey } from "./layout.ts";
import { lockFindings, lockOf, runLockFindings } from "./lock-findings.ts";
import type { BlobRef } from "./manifest.ts";
import { openGood, verified } from "./read-blob.ts";
import { ManifestError } from "./read-point.ts";
import { readTrusted, type TrustedPoint } from "./read-trusted.ts";
import { recordKeyFindings } from "./record-keys.ts";
import { type Witness, wordOf } from "./signing/authenticity.ts";
import type { Store } from "./store.ts";
import { wrapFindings } from "./verify-wraps.ts";

export interface VerifyOptions {
  /** Sites that must be able to open the point's secrets. */
  readonly sites: readonly string[];
  /** Tells who made the point. */
  readonly witness: Witness;
  /** Bytes that were read and found good, of whatever point: those that points share are read once. Absent: none are remembered. */
  readonly read?: ReadBytes;
}

/** By store, key and hash, which version was read. */
export type ReadBytes = Map<string, { readonly version: string | undefined }>;

/** Reads a manifest, and every byte of its point: see `verifyTrusted`. */
export async function verifyPoint(
  store: Store,
  key: string,
  { sites, witness, read = new Map() }: VerifyOptions,
): Promise<readonly Finding[]> {
  let point: TrustedPoint;
  try {
    point = await readTrusted(store, key, witness);
  } catch (error) {
    const absent = error instanceof ManifestError && (await store.head(key).catch(() => true)) === undefined;
    const of = { key, about: "manifest", part: "manifest" } as const;
    return [absent ? { problem: "missing", ...of, detail: errorText(error) } : unreadable(of, error)];
  }
  return [...(await verifyTrusted(store, point, sites, read)), ...(await runLockFindings(store, point))];
}

/**
 * Reads every byte of a point and compares. Never stops at the first finding; none means that the point is whole, locked
 * until it expires, and made by a run that its region signed. `sites` must be able to open its secrets.
 */
export async function verifyTrusted(
  store: Store,
  point: TrustedPoint,
  sites: readonly string[],
  read: ReadBytes = new Map(),
): Promise<readonly Finding[]> {
  const { key, name, manifest, below } = point;
  const findings: Finding[] = [
    ...originFindings(point),
    ...(await lockFindings(store, { key, about: "manifest", part: "manifest" }, manifest.expiresAt, below)),
  ];

  const parts = new Map<string, BlobRef & { readonly names: string[] }>();
  const named = [
    { name: "document", ...manifest.document },
    ...manifest.blobs,
    ...(manifest.secrets === undefined ? [] : [{ name: "secrets", ...manifest.secrets }]),
  ];
  for (const { name: part, sha256, size } of named) {
    const id = `${sha256} ${size}`;
    const known = parts.get(id);
    if (known === undefined) parts.set(id, { sha256, size, names: [part] });
    else known.names.push(part);
  }
  for (const { names, ...ref } of parts.values()) {
    const blob = blobKey(name.prefix, ref.sha256);
    findings.push(...(await blobFindings({ store, read }, blob, names.join(", "), ref, manifest.expiresAt)));
  }
  findings.push(...(await wrapFindings(store, point, sites)));
  findings.push(...(await recordKeyFindings(store, point, sites)));
  return findings;
}

/** Who made it, and what lies on top of it. */
function originFindings({ key, authenticity, below }: TrustedPoint): readonly Finding[] {
  const of = { key, about: "manifest", part: "manifest" } as const;
  const found: Finding[] = [];
  if (authenticity.state !== "signed") {
    const hint = HINTS[authenticity.state];
    found.push({ problem: wordOf(authenticity) as Unproven, ...of, detail: authenticity.why, hint });
  }
  if (authenticity.state === "signed" && authenticity.run !== undefined) {
    const { key, doubts } = authenticity.run;
    found.push(...doubts.map((doubt) => ({ ...doubt, key, about: "run", part: "run" }) as const));
  }
  if (below !== undefined)
    found.push({
      problem: "covered",
      ...of,
      detail: "another version lies on top of the good one",
      hint: "npx zonekeep repair puts the good one on top: find out who wrote the other",
    });
  return found;
}

const HINTS = {
  unsigned: "its next run captures it again; --unsigned restores it all the same",
  unpinned:
    "take signing.lock.json as it was committed, or npx zonekeep pin while its region answers, and commit that",
  refused: "restore another point, and find out who wrote this one",
} as const;

async function blobFindings(
  { store, read }: { readonly store: Store; readonly read: ReadBytes },
  key: string,
  part: string,
  ref: BlobRef,
  until: string,
): Promise<readonly Finding[]> {
  const of = { key, about: "bytes", part } as const;
  const id = `${store.name}/${key} ${ref.sha256} ${ref.size}`;
  try {
    const known = read.get(id);
    // Its lock is looked at for each point: another one may need it longer.
    if (known !== undefined) return await seenFindings(store, of, known.version, until);
    const bytes = await openGood(store, key, ref);
    for await (const _ of verified(bytes, key, ref));
    read.set(id, { version: bytes.version });
    return await seenFindings(store, of, bytes.version, until);
  } catch (error) {
    if (!(error instanceof BlobError)) return [unreadable(of, error)];
    return [{ problem: error.problem, ...of, detail: errorText(error) }];
  }
}

/** What lies on top of the version that was read, and how long that one is locked. */
async function seenFindings(
  store: Store,
  of: Of,
  read: string | undefined,
  until: string,
): Promise<readonly Finding[]> {
  const newest = await store.head(of.key).catch((error: unknown) => {
    if (isOfObject(error)) return undefined;
    throw error;
  });
  const isNewest = newest !== undefined && newest.version === read;
  const lock = lockOf(of, isNewest ? newest : await store.head(of.key, read), until);
  if (isNewest && newest.hidden !== true) return lock;
  const what = isNewest ? "a delete marker lies" : "other bytes lie";
  const detail = `${what} on top of version ${read}, which is good, and is the one that is read`;
  return [{ problem: "covered", ...of, detail, hint: "npx zonekeep repair puts it on top again" }, ...lock];
}
