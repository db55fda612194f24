import { Ajv } from "ajv";
import { whyText } from "../core/causes.ts";
import { show } from "../core/printable.ts";
import { collect, hashOfJson } from "./bytes.ts";
import { blobKey, type PointName, wrapKey } from "./layout.ts";
import type { Wrap } from "./manifest.ts";
import { readVerified } from "./read-blob.ts";
import type { RecoveryPoint } from "./read-point.ts";
import { type KeyContext, type KeyPort, keyContext, unseal } from "./secrets.ts";
import type { Store } from "./store.ts";

/** Bytes. */
export const MAX_WRAP = 64 * 1024;

/** The right one is the oldest of them, whoever piled others on top: each that is tried is a call of KMS. */
const MOST_VERSIONS = 20;
const text = { type: "string", maxLength: 8192 };

const isWrap = new Ajv().compile<Wrap>({
  type: "object",
  additionalProperties: false,
  required: ["site", "region", "key", "wrapped", "context"],
  properties: {
    site: text,
    region: text,
    key: text,
    wrapped: text,
    context: { type: "object", additionalProperties: text },
  },
});

/** What the wrapped keys of a point begin with; the site and `.json` follow. */
export function wrapsFolder(name: PointName, secrets: string): string {
  return wrapKey(name, secrets, "").slice(0, -".json".length);
}

/** Sites that have a wrapped key of the point's secrets, with where it lies. */
export async function listWraps(
  store: Store,
  { name, manifest }: RecoveryPoint,
): Promise<readonly { readonly site: string; readonly key: string }[]> {
  if (manifest.secrets === undefined) return [];
  const folder = wrapsFolder(name, manifest.secrets.sha256);
  const found: { site: string; key: string }[] = [];
  for await (const { key } of store.list(folder))
    if (key.endsWith(".json")) found.push({ site: key.slice(folder.length, -".json".length), key });
  return found;
}

/** Why a wrapped key that lies where one of `site` should is not that of this point; nothing is asked of KMS. */
export function wrapFault(wrap: Wrap, site: string, { name, manifest }: RecoveryPoint): string | undefined {
  if (wrap.site !== site) return `its wrapped key is that of ${show(wrap.site)}`;
  const { account, site: source, secrets } = manifest;
  const own = keyContext(account, source, name, secrets?.sha256 ?? "");
  const isOwn = hashOfJson(wrap.context) === hashOfJson(contextOf(wrap, own));
  return isOwn ? undefined : "its wrapped key is that of another point";
}

/** That of a point of before the sealed bytes were part of it lacks them; all else is as the point says. */
function contextOf({ context }: Wrap, { secrets, ...before }: KeyContext): KeyContext {
  return context.secrets === undefined || secrets === undefined ? before : { ...before, secrets };
}

/** @throws when it is not there or is no wrap. */
export async function readWrap(store: Store, key: string, version?: string): Promise<Wrap> {
  const source = await store.open(key, version);
  if (source === undefined) throw new Error(`${key} is not in ${store.name}`);
  return parseWrap(key, await collect(source, MAX_WRAP));
}

/** @throws when it is no wrap. */
export function parseWrap(key: string, bytes: Uint8Array): Wrap {
  let wrap: unknown;
  try {
    wrap = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Error(`${key} is not JSON`);
  }
  if (!isWrap(wrap)) throw new Error(`${key} is not a wrapped key`);
  return wrap;
}

/** Whether a wrap is what lies on top: what cannot be read, or is no wrapped key, is another one. */
export async function isNewestWrap(store: Store, key: string, wrap: Wrap): Promise<boolean> {
  const newest = await readWrap(store, key).catch(() => undefined);
  return newest !== undefined && hashOfJson(newest) === hashOfJson(wrap);
}

/**
 * The secrets of a point, with the first wrapped key that opens, `near` first: a restore needs nothing of a lost
 * region. `undefined` when the point has none.
 * @throws when no key opens them, with the reason of each site.
 */
export async function openSecrets(
  store: Store,
  point: RecoveryPoint,
  keys: Pick<KeyPort, "unwrap">,
  near: string,
): Promise<unknown> {
  const { name, manifest } = point;
  if (manifest.secrets === undefined) return undefined;
  const sealed = await readVerified(store, blobKey(name.prefix, manifest.secrets.sha256), manifest.secrets);
  const context = keyContext(manifest.account, manifest.site, name, manifest.secrets.sha256);
  const wraps = [...(await listWraps(store, point))].sort(
    (a, b) => Number(b.site === near) - Number(a.site === near),
  );
  const reasons: string[] = [];
  const errors: unknown[] = [];
  for (const { site, key } of wraps) {
    try {
      return await opened(site, key);
    } catch (error) {
      reasons.push(`${site}: ${whyText(error)}`);
      errors.push(error);
    }
  }
  const why = reasons.length > 0 ? reasons.join("; ") : "no site has a wrapped key";
  throw new Error(`the secrets of ${point.key} cannot be opened: ${why}`, { cause: errors[0] });

  /** By the newest wrapped key of a site, or by one below it: whatever lies on top, what opens the bytes is the right one. */
  async function opened(site: string, key: string): Promise<unknown> {
    try {
      return await openedBy(site, key);
    } catch (error) {
      const below = (await store.versions(key)).filter(({ current }) => !current);
      for (const { version } of below.slice(0, MOST_VERSIONS)) {
        const found = await openedBy(site, key, version).catch(() => undefined);
        if (found !== undefined) return found;
      }
      throw error;
    }
  }

  async function openedBy(site: string, key: string, version?: string): Promise<unknown> {
    const wrap = await readWrap(store, key, version);
    const fault = wrapFault(wrap, site, point);
    if (fault !== undefined) throw new Error(fault);
    const plaintext = await keys.unwrap({ ...wrap, context: contextOf(wrap, context) });
    try {
      return unseal(sealed, plaintext);
    } finally {
      plaintext.fill(0);
    }
  }
}
