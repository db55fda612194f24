import { atOnce } from "../core/at-once.ts";
import { errorText } from "../core/error-text.ts";
import { isOfObject } from "../core/of-object.ts";
import { thingName } from "../core/thing-name.ts";
import { FormError } from "../protectors/protector.ts";
import { BlobError } from "../recovery/blob-error.ts";
import { listPoints, type PointRef } from "../recovery/list-points.ts";
import { readDocument } from "../recovery/read-blob.ts";
import { ManifestError } from "../recovery/read-point.ts";
import { readTrusted } from "../recovery/read-trusted.ts";
import { runTime } from "../recovery/run-time.ts";
import type { Witness } from "../recovery/signing/authenticity.ts";
import type { Store } from "../recovery/store.ts";
import type { Selected } from "./selected.ts";

/** What points are read from, and who reads the tags of a document. */
export interface TagSource {
  readonly store: Store;
  /** `<account>/<site>/` */
  readonly prefix: string;
  readonly witness: Witness;
  /** @throws FormError for what is no function's document */
  readonly tagsOf: (document: unknown) => Tags;
}

type Tags = Readonly<Record<string, string>>;

export interface Tagged extends Selected {
  /** Values by tag, as the points that were looked at have them. */
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>;
}

interface WhichOfEach {
  /** `latest`, or the beginning of a run's id. Absent: `latest`. */
  readonly point?: string;
  /** Only of runs that had begun by then, in milliseconds since 1970. */
  readonly at?: number;
}

/** Points read at once, each a manifest and a document. */
const AT_ONCE = 32;

/**
 * Functions whose captured tags have each of `wanted`. Looked at is the newest point of each, of a time where one is
 * told, or that of the run which begins with `point`. One whose tags cannot be read may be one of them: it is left out by name.
 */
export async function functionsTagged(
  source: TagSource,
  wanted: readonly (readonly [key: string, value: string])[],
  { point = "latest", at = Number.POSITIVE_INFINITY }: WhichOfEach = {},
): Promise<Tagged> {
  const chosen = new Map<string, PointRef>();
  // Oldest first: the last one of a function is its newest.
  for await (const ref of listPoints(source.store, source.prefix, { kind: "lambda" }))
    if ((point === "latest" || ref.run.startsWith(point)) && (runTime(ref.run) ?? 0) <= at)
      chosen.set(ref.id, ref);
  const read = await atOnce([...chosen.values()], AT_ONCE, async (ref) => ({
    ref,
    tags: await tagsAt(source, ref),
  }));
  const seen = new Map<string, Set<string>>();
  const things: Selected["things"][number][] = [];
  const unread: { readonly name: string; readonly error: Error }[] = [];
  for (const { ref, tags } of read) {
    if (tags instanceof Error) {
      unread.push({ name: thingName(ref), error: tags });
      continue;
    }
    for (const [key, value] of Object.entries(tags)) seen.set(key, (seen.get(key) ?? new Set()).add(value));
    if (wanted.every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value))
      things.push({ kind: "lambda", id: ref.id });
  }
  // What a store answers to all of them is about none of them.
  const [first] = unread;
  if (first !== undefined && unread.length === read.length && isOfObject(first.error)) throw first.error;
  return {
    things,
    leftOut: unread.map(({ name }) => name),
    warnings: unread.map(
      ({ name, error }) => `nobody can tell whether ${name} has the tag: ${errorText(error)}`,
    ),
    seen,
  };
}

/** @throws what is not about one point */
async function tagsAt({ store, witness, tagsOf }: TagSource, { key }: PointRef): Promise<Tags | Error> {
  try {
    return tagsOf(await readDocument(store, await readTrusted(store, key, witness)));
  } catch (error) {
    const isOfPoint =
      error instanceof ManifestError || error instanceof BlobError || error instanceof FormError;
    if (error instanceof Error && (isOfPoint || isOfObject(error))) return error;
    throw error;
  }
}
