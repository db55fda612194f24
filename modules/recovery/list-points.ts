import { thingName } from "../core/thing-name.ts";
import { type PointName, parsePointKey, pointsPrefix } from "./layout.ts";
import type { Store } from "./store.ts";

/** A recovery point by its name: the manifest has not been read. */
export interface PointRef extends PointName {
  /** Of the manifest. */
  readonly key: string;
}

/** A key among those of points that is not the key of one: somebody else wrote it, or it is damaged. */
export interface StrayKey {
  readonly key: string;
  readonly prefix: string;
}

export interface PointFilter {
  readonly kind: string;
  /** Absent: every thing of the kind. */
  readonly id?: string;
}

/** Points below a source's prefix, by kind and id, oldest first, and every other key that lies there. */
export async function* listKeys(
  store: Store,
  prefix: string,
  filter?: PointFilter,
): AsyncIterable<PointRef | StrayKey> {
  for await (const { key } of store.list(pointsPrefix(prefix, filter?.kind, filter?.id))) {
    const name = parsePointKey(key);
    const own = name?.prefix === prefix && (filter === undefined || isOf(name, filter));
    yield name === undefined || !own ? { key, prefix } : { key, ...name };
  }
}

function isOf(name: PointName, { kind, id = name.id }: PointFilter): boolean {
  return name.kind === kind && name.id === id;
}

/** The points alone. */
export async function* listPoints(
  store: Store,
  prefix: string,
  filter?: PointFilter,
): AsyncIterable<PointRef> {
  for await (const found of listKeys(store, prefix, filter)) if (isPoint(found)) yield found;
}

export function isPoint(found: PointRef | StrayKey): found is PointRef {
  return "run" in found;
}

/** No point, or more than one, goes by what a person wrote. */
export class NoSuchPointError extends Error {
  override readonly name = "NoSuchPointError";
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/**
 * The newest point of a thing, or the one of a run; `which` is `latest`, a run id or the beginning of one.
 * @throws when there is none or more than one, with what there is.
 */
export async function findPoint(
  store: Store,
  prefix: string,
  thing: Required<PointFilter>,
  which: string,
): Promise<PointRef> {
  const name = thingName(thing);
  const all: PointRef[] = [];
  for await (const point of listPoints(store, prefix, thing)) all.push(point);
  const newest = all.at(-1);
  if (newest === undefined) throw new Error(`${store.name}/${prefix} has no recovery point of ${name}`);
  if (which === "latest") return newest;
  const matches = all.filter(({ run }) => run.startsWith(which));
  const [only, ...others] = matches;
  if (only !== undefined && others.length === 0) return only;
  const known = (matches.length > 0 ? matches : all).slice(-5).map(({ run }) => run);
  const what = matches.length > 0 ? "more than one recovery point" : "no recovery point";
  const hint =
    matches.length > 0 ? `write more of one: ${known.join(", ")}` : `the newest are ${known.join(", ")}`;
  throw new NoSuchPointError(`${what} of ${name} is of run ${which}`, hint);
}
