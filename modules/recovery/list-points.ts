import { type PointName, parsePointKey, pointsPrefix } from "./layout.ts";
import type { Store } from "./store.ts";

/** A recovery point by its name: the manifest has not been read. */
export interface PointRef extends PointName {
  /** Of the manifest. */
  readonly key: string;
}

export interface PointFilter {
  readonly kind: string;
  /** Absent: every resource of the kind. */
  readonly resource?: string;
}

/** Points below a source's prefix, by resource, oldest first. Keys of another form are not points. */
export async function* listPoints(
  store: Store,
  prefix: string,
  filter?: PointFilter,
): AsyncIterable<PointRef> {
  for await (const { key } of store.list(pointsPrefix(prefix, filter?.kind, filter?.resource))) {
    const name = parsePointKey(key);
    if (name !== undefined) yield { key, ...name };
  }
}

/**
 * The newest point of a resource, or the one of a run; `which` is `latest`, a run id or the beginning of one.
 * @throws when there is none or more than one, with what there is.
 */
export async function findPoint(
  store: Store,
  prefix: string,
  { kind, resource }: Required<PointFilter>,
  which: string,
): Promise<PointRef> {
  const all: PointRef[] = [];
  for await (const point of listPoints(store, prefix, { kind, resource })) all.push(point);
  const newest = all.at(-1);
  if (newest === undefined)
    throw new Error(`${store.name}/${prefix} has no recovery point of ${kind} ${resource}`);
  if (which === "latest") return newest;
  const matches = all.filter(({ run }) => run.startsWith(which));
  const [only, ...others] = matches;
  if (only !== undefined && others.length === 0) return only;
  const known = (matches.length > 0 ? matches : all).slice(-5).map(({ run }) => run);
  const what = matches.length > 0 ? "more than one recovery point" : "no recovery point";
  throw new Error(`${what} of ${kind} ${resource} is of run ${which}; the newest are ${known.join(", ")}`);
}
