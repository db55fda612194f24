import { createHash } from "node:crypto";
import { collect } from "./bytes.ts";
import { blobKey } from "./layout.ts";
import type { BlobRef } from "./manifest.ts";
import type { RecoveryPoint } from "./read-point.ts";
import type { Store } from "./store.ts";

/** An object of a point is not what the manifest says. Nothing of it may be used. */
export class BlobError extends Error {
  constructor(
    readonly problem: "missing" | "short" | "corrupt",
    readonly key: string,
    why: string,
  ) {
    super(`${key} is ${problem}: ${why}`);
  }
}

/** Documents and secrets are held in memory; the largest function document is far smaller. */
const MAX_IN_MEMORY = 64 * 1024 * 1024;

/** The captured document, verified. @throws BlobError */
export async function readDocument(store: Store, { name, manifest }: RecoveryPoint): Promise<unknown> {
  const bytes = await readVerified(store, blobKey(name.prefix, manifest.document.sha256), manifest.document);
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

/** Small bytes, all of them verified before the first is returned. @throws BlobError */
export async function readVerified(store: Store, key: string, ref: BlobRef): Promise<Uint8Array> {
  if (ref.size > MAX_IN_MEMORY)
    throw new BlobError("corrupt", key, `${ref.size} bytes, at most ${MAX_IN_MEMORY} can be`);
  return collect(openVerified(store, key, ref), ref.size);
}

/** The bytes as they come; throws at the last one unless hash and size are right. @throws BlobError */
export async function* openVerified(
  store: Store,
  key: string,
  { sha256, size }: BlobRef,
): AsyncIterable<Uint8Array> {
  const source = await store.open(key);
  if (source === undefined) throw new BlobError("missing", key, `it is not in ${store.name}`);
  const hash = createHash("sha256");
  let seen = 0;
  for await (const chunk of source) {
    seen += chunk.length;
    if (seen > size) throw new BlobError("corrupt", key, `more than its ${size} bytes`);
    hash.update(chunk);
    yield chunk;
  }
  if (seen < size) throw new BlobError("short", key, `${seen} of ${size} bytes`);
  if (hash.digest("hex") !== sha256) throw new BlobError("corrupt", key, "its SHA-256 is another one");
}
