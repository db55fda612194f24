import { remedyOf, whyText } from "../core/causes.ts";
import { errorText } from "../core/error-text.ts";
import { isOfObject } from "../core/of-object.ts";
import { reaches } from "./ensure.ts";
import { blobKey, wrapKey } from "./layout.ts";
import type { BlobRef } from "./manifest.ts";
import { listWraps, readWrap } from "./open-secrets.ts";
import { BlobError, openGood, verified } from "./read-blob.ts";
import { ManifestError, type RecoveryPoint, readPoint } from "./read-point.ts";
import type { ObjectHead, Store } from "./store.ts";

/**
 * One thing that keeps a point from being restored, or from surviving until it expires. What is `covered` keeps it from
 * neither: the good version is read, and something else lies on top of it.
 */
export interface Finding {
  readonly problem: "missing" | "short" | "corrupt" | "covered" | "unlocked" | "unreadable";
  /** Key of the object. */
  readonly key: string;
  /** What it is about: the manifest, bytes that it names, or a wrapped key of the secrets. */
  readonly about: "manifest" | "bytes" | "key";
  /** Its part in the point: `manifest`, `document`, `code/3`, `secrets`, `key for eu-west-1`. */
  readonly part: string;
  readonly detail: string;
  /** The way out, where what AWS answered tells one. */
  readonly hint?: string;
}

export interface VerifyOptions {
  /** Sites that must be able to open the point's secrets. */
  readonly sites: readonly string[];
}

/**
 * Reads every byte of a point and compares. Never stops at the first finding; none means that the point is whole.
 * Locks are checked where the store tells them.
 */
export async function verifyPoint(
  store: Store,
  key: string,
  { sites }: VerifyOptions,
): Promise<readonly Finding[]> {
  let point: RecoveryPoint;
  try {
    point = await readPoint(store, key);
  } catch (error) {
    const absent = error instanceof ManifestError && (await store.head(key).catch(() => true)) === undefined;
    const of = { key, about: "manifest", part: "manifest" } as const;
    return [absent ? { problem: "missing", ...of, detail: errorText(error) } : unreadable(of, error)];
  }
  const { name, manifest } = point;
  const findings: Finding[] = [
    ...(await lockFinding(store, { key, about: "manifest", part: "manifest" }, manifest.expiresAt)),
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
    findings.push(...(await blobFindings(store, blob, names.join(", "), ref, manifest.expiresAt)));
  }
  findings.push(...(await wrapFindings(store, point, sites)));
  return findings;
}

async function blobFindings(
  store: Store,
  key: string,
  part: string,
  ref: BlobRef,
  until: string,
): Promise<readonly Finding[]> {
  const of = { key, about: "bytes", part } as const;
  try {
    const bytes = await openGood(store, key, ref);
    for await (const _ of verified(bytes, key, ref));
    return await seenFindings(store, of, bytes.version, until);
  } catch (error) {
    if (!(error instanceof BlobError)) return [unreadable(of, error)];
    return [{ problem: error.problem, ...of, detail: errorText(error) }];
  }
}

/** What lies on top of the version that was read, and how long that one is locked. */
async function seenFindings(
  store: Store,
  of: Pick<Finding, "key" | "about" | "part">,
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

async function lockFinding(
  store: Store,
  of: Pick<Finding, "key" | "about" | "part">,
  until: string,
): Promise<readonly Finding[]> {
  const { key } = of;
  try {
    return lockOf(of, await store.head(key), until);
  } catch (error) {
    return [unreadable(of, error)];
  }
}

function lockOf(
  of: Pick<Finding, "key" | "about" | "part">,
  head: ObjectHead | undefined,
  until: string,
): readonly Finding[] {
  if (reaches(head?.lockedUntil, until)) return [];
  const detail = `its lock ends ${head?.lockedUntil ?? "nowhere"}, the point expires ${until}`;
  return [{ problem: "unlocked", ...of, detail }];
}

async function wrapFindings(
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
      await readWrap(store, key);
      findings.push(...(await lockFinding(store, of, manifest.expiresAt)));
    } catch (error) {
      findings.push(unreadable(of, error));
    }
  }
  return findings;
}

function unreadable(of: Pick<Finding, "key" | "about" | "part">, error: unknown): Finding {
  const hint = remedyOf(error);
  return { problem: "unreadable", ...of, detail: whyText(error), ...(hint !== undefined && { hint }) };
}

/** One finding in one line, with the key of the object that it is about. */
export function describeFinding({ problem, part, key, detail }: Finding): string {
  return `${problem} ${part}: ${detail}${detail.includes(key) ? "" : ` (${key})`}`;
}
