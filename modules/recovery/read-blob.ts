import { createHash } from "node:crypto";
import { isOfObject } from "../core/of-object.ts";
import { BlobError } from "./blob-error.ts";
import { collect, letGo } from "./bytes.ts";
import { goodVersion } from "./good-version.ts";
import { blobKey } from "./layout.ts";
import type { BlobRef } from "./manifest.ts";
import type { RecoveryPoint } from "./read-point.ts";
import type { Store, StoredBytes } from "./store.ts";

const OTHER_HASH = "its SHA-256 is another one";

/** Documents and secrets are held in memory; the largest function document is far smaller. */
export const MAX_IN_MEMORY = 64 * 1024 * 1024;

/** The captured document, verified. @throws BlobError */
export async function readDocument(store: Store, { name, manifest }: RecoveryPoint): Promise<unknown> {
  const key = blobKey(name.prefix, manifest.document.sha256);
  const bytes = await readVerified(store, key, manifest.document);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new BlobError("corrupt", key, "it is not JSON, as a document is");
  }
}

/** Small bytes, all of them verified before the first is returned. @throws BlobError */
export async function readVerified(store: Store, key: string, ref: BlobRef): Promise<Uint8Array> {
  if (ref.size > MAX_IN_MEMORY)
    throw new BlobError("corrupt", key, `${ref.size} bytes, at most ${MAX_IN_MEMORY} can be`);
  return collect(openVerified(store, key, ref), ref.size);
}

/** The bytes as they come; throws at the last one unless hash and size are right. @throws BlobError */
export async function* openVerified(store: Store, key: string, ref: BlobRef): AsyncIterable<Uint8Array> {
  yield* verified(await openGood(store, key, ref), key, ref);
}

/**
 * The bytes that a key's name promises: those of the newest version unless the store says that they are others, or
 * refuses them; then those of whichever version is good. To be read with `verified`.
 * @throws BlobError when none is
 */
export async function openGood(store: Store, key: string, ref: BlobRef): Promise<StoredBytes> {
  let newest: StoredBytes | undefined;
  try {
    newest = await store.open(key);
    if (newest === undefined) throw new BlobError("missing", key, `it is not in ${store.name}`);
  } catch (error) {
    if (!isOfObject(error)) throw error;
    const good = await goodVersion(store, key, ref);
    const bytes = good && (await store.open(key, good.version));
    if (bytes === undefined) throw error;
    return bytes;
  }
  const { size, sha256 } = newest;
  if (size === ref.size && sha256 === ref.sha256) return newest;
  // Where no hash is told, a version that lies there alone need not be read twice.
  if (size === ref.size && sha256 === undefined && (await store.versions(key)).length === 1) return newest;
  await letGo(newest);
  const good = await goodVersion(store, key, ref);
  const bytes = good && (await store.open(key, good.version));
  if (bytes !== undefined) return bytes;
  if (size > ref.size) throw new BlobError("corrupt", key, `more than its ${ref.size} bytes`);
  if (size < ref.size) throw new BlobError("short", key, `${size} of ${ref.size} bytes`);
  throw new BlobError("corrupt", key, OTHER_HASH);
}

/** The same bytes; throws at the last one unless hash and size are right. @throws BlobError */
export async function* verified(
  source: AsyncIterable<Uint8Array>,
  key: string,
  { sha256, size }: BlobRef,
): AsyncIterable<Uint8Array> {
  const hash = createHash("sha256");
  let seen = 0;
  for await (const chunk of source) {
    seen += chunk.length;
    if (seen > size) throw new BlobError("corrupt", key, `more than its ${size} bytes`);
    hash.update(chunk);
    yield chunk;
  }
  if (seen < size) throw new BlobError("short", key, `${seen} of ${size} bytes`);
  if (hash.digest("hex") !== sha256) throw new BlobError("corrupt", key, OTHER_HASH);
}
