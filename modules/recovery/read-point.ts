import { show } from "../core/printable.ts";
import { thingName } from "../core/thing-name.ts";
import { collect, sha256, TooLongError } from "./bytes.ts";
import { type PointName, parsePointKey } from "./layout.ts";
import { MANIFEST_FORMAT, type Manifest } from "./manifest.ts";
import { notManifest } from "./manifest-form.ts";
import type { Store } from "./store.ts";

/** No manifest we write comes near; a hostile one must not fill the memory. */
const MAX_BYTES = 8 * 1024 * 1024;

/** A recovery point whose manifest has been read and believed; its objects are verified as they are read. */
export interface RecoveryPoint {
  /** Of the manifest. */
  readonly key: string;
  readonly name: PointName;
  readonly manifest: Manifest;
  /** Of the manifest's bytes, 64 hex digits. */
  readonly sha256: string;
  /** Bytes of the manifest. */
  readonly size: number;
}

/** The manifest of a point cannot be used. The point counts as absent until a person has looked. */
export class ManifestError extends Error {
  constructor(
    readonly key: string,
    why: string,
  ) {
    super(`${key}: ${why}`);
  }
}

/**
 * One version of a manifest, or the newest.
 * @throws ManifestError when there is none, it is not of the published schema, or it speaks of another point;
 * whatever the store throws passes through, for it says nothing about the point.
 */
export async function readPoint(store: Store, key: string, version?: string): Promise<RecoveryPoint> {
  const name = parsePointKey(key);
  if (name === undefined) throw new ManifestError(key, "is not the key of a recovery point");
  const source = await store.open(key, version);
  if (source === undefined) throw new ManifestError(key, `is not in ${store.name}`);
  const bytes = await collect(source, MAX_BYTES).catch((error: unknown) => {
    if (error instanceof TooLongError) throw new ManifestError(key, `is not a manifest: ${error.message}`);
    throw error;
  });
  const manifest = parse(key, bytes);
  const { kind, id, run, account, site } = manifest;
  if (kind !== name.kind || id !== name.id || run !== name.run)
    throw new ManifestError(
      key,
      `speaks of ${thingName({ kind, id })} in run ${run}: it was moved or swapped`,
    );
  if (!name.prefix.endsWith(`${account}/${site}/`))
    throw new ManifestError(key, `speaks of ${account}/${site}: it was moved or swapped`);
  return { key, name, manifest, sha256: sha256(bytes), size: bytes.length };
}

function parse(key: string, bytes: Uint8Array): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ManifestError(key, `is not JSON (${bytes.length} bytes)`);
  }
  const format = formatOf(value);
  if (format !== undefined && format !== MANIFEST_FORMAT)
    throw new ManifestError(
      key,
      `is of format ${show(format)}, and this version reads ${MANIFEST_FORMAT}: use a newer zonekeep`,
    );
  const why = notManifest(value);
  if (why !== undefined) throw new ManifestError(key, `is not a manifest: ${why}`);
  return value as Manifest;
}

/** Of a manifest of ours, whatever its number; `undefined` for any other JSON. */
function formatOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("format" in value)) return undefined;
  return typeof value.format === "string" && value.format.startsWith("zonekeep/") ? value.format : undefined;
}
