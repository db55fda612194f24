import { Ajv, type ErrorObject } from "ajv";
import { collect, TooLongError } from "./bytes.ts";
import { type PointName, parsePointKey } from "./layout.ts";
import type { Manifest } from "./manifest.ts";
import schema from "./schema/manifest.schema.json" with { type: "json" };
import type { Store } from "./store.ts";

/** No manifest we write comes near; a hostile one must not fill the memory. */
const MOST_BYTES = 8 * 1024 * 1024;

const isManifest = new Ajv({ allErrors: false }).compile<Manifest>(schema);

/** A recovery point whose manifest has been read and believed; its objects are verified as they are read. */
export interface RecoveryPoint {
  /** Of the manifest. */
  readonly key: string;
  readonly name: PointName;
  readonly manifest: Manifest;
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
 * @throws ManifestError when there is none, it is not of the published schema, or it speaks of another point;
 * whatever the store throws passes through, for it says nothing about the point.
 */
export async function readPoint(store: Store, key: string): Promise<RecoveryPoint> {
  const name = parsePointKey(key);
  if (name === undefined) throw new ManifestError(key, "is not the key of a recovery point");
  const source = await store.open(key);
  if (source === undefined) throw new ManifestError(key, `is not in ${store.name}`);
  const bytes = await collect(source, MOST_BYTES).catch((error: unknown) => {
    if (error instanceof TooLongError) throw new ManifestError(key, `is no manifest: ${error.message}`);
    throw error;
  });
  const manifest = parse(key, bytes);
  const { kind, resource, run, account, site } = manifest;
  if (kind !== name.kind || resource !== name.resource || run !== name.run)
    throw new ManifestError(key, `speaks of ${kind}/${resource}/${run}: it was moved or swapped`);
  if (!name.prefix.endsWith(`${account}/${site}/`))
    throw new ManifestError(key, `speaks of ${account}/${site}: it was moved or swapped`);
  return { key, name, manifest };
}

function parse(key: string, bytes: Uint8Array): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ManifestError(key, `is not JSON (${bytes.length} bytes)`);
  }
  if (!isManifest(value)) throw new ManifestError(key, `is no manifest: ${describe(isManifest.errors?.[0])}`);
  return value;
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "it does not match the schema";
  return `${error.instancePath === "" ? "it" : error.instancePath} ${error.message ?? error.keyword}`;
}
