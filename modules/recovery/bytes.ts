import { createHash } from "node:crypto";
import type { Content } from "./store.ts";

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function bytesContent(bytes: Uint8Array): Content {
  return {
    sha256: sha256(bytes),
    size: bytes.length,
    open: async function* () {
      yield bytes;
    },
  };
}

/** JSON with sorted keys and a line each: equal values are equal bytes, and `jq` is not needed to read them. */
export function jsonContent(value: unknown): Content {
  return bytesContent(jsonBytes(value));
}

/** Of a value as JSON, however its keys are sorted: SHA-256, 64 hex digits. */
export function hashOfJson(value: unknown): string {
  return sha256(jsonBytes(value));
}

export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(sorted(value), null, 2)}\n`);
}

/** Absent values and functions are left out, dates become ISO 8601, as JSON.stringify does. */
function sorted(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, node: unknown) =>
    node === null || typeof node !== "object" || Array.isArray(node)
      ? node
      : Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

export class TooLongError extends Error {
  constructor(limit: number) {
    super(`more than ${limit} bytes`);
  }
}

/** @throws TooLongError when there are more bytes than `limit`. */
export async function collect(source: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw new TooLongError(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Bytes that are not read to their end hold a connection until somebody stops reading them. */
export async function letGo(source: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of source) break;
  } catch {
    // Nobody wants them.
  }
}
