import type { ThingId } from "../contract/kinds.ts";
import { shortList } from "../core/short-list.ts";
import { thingName } from "../core/thing-name.ts";
import { parsePointKey } from "../recovery/layout.ts";
import { type LoadedThing, loadThing, PointError } from "./load-thing.ts";
import type { RestorePorts } from "./ports.ts";

const MAX_NAMED = 10;

/** The point to take, and what it lacks of the one that it was restored from. */
export type ArmedPoint = LoadedThing & { readonly lacks: readonly string[] };

/**
 * Of a thing that was captured before it was armed, the point that it was restored from: that one has its triggers. Only a
 * tag says so, and code may have been deployed since: what differs from that point stays the one to take.
 */
export async function armedPoint(
  ports: RestorePorts,
  thing: ThingId,
  newest: LoadedThing,
): Promise<ArmedPoint> {
  const key = newest.protector.unarmed?.(newest.document);
  if (key === undefined) return { ...newest, lacks: [] };
  const { run } = newest.point.manifest;
  const told = (of: LoadedThing, warning: string, lacks: readonly string[] = []): ArmedPoint => ({
    ...of,
    lacks,
    warnings: [...of.warnings, warning],
  });
  const before = `point ${run} of ${thingName(thing)} was captured before it was armed`;
  const from = parsePointKey(key);
  const isOwn =
    from?.prefix === ports.source.prefix &&
    from.kind === thing.kind &&
    from.id === thing.id &&
    from.run < run;
  const marked = isOwn ? await loadOrNone(ports, thing, from.run) : undefined;
  const since = marked && newest.protector.since?.(marked, newest);
  if (marked === undefined || since === undefined)
    return told(newest, `${before}, and may lack what brings events to it: ${key} has that, by its tag`);
  const other = marked.point.manifest.run;
  const kept = new Set(newest.point.manifest.related.map(thingName));
  const lacks = [
    ...since.lacks,
    ...marked.point.manifest.related.map(thingName).filter((name) => !kept.has(name)),
  ];
  if (since.same && lacks.length > 0)
    return told(
      marked,
      `${before}, and lacks what brings events to it: point ${other}, from which it was restored, is taken; --point ${run} takes the newer one`,
    );
  const names = shortList(lacks, MAX_NAMED);
  if (lacks.length === 0)
    return told(
      newest,
      `${before}, by its tag: it is taken, since it has every trigger of point ${other}, from which it was restored`,
    );
  const changed = `${before}, by its tag, and differs from point ${other}, from which it was restored: it is taken`;
  return told(newest, `${changed}, and lacks ${names}; --point ${other} restores that one`, [
    `${names} of ${thingName(thing)}`,
  ]);
}

/** `undefined` for a point that cannot be used. */
export async function loadOrNone(
  ports: RestorePorts,
  thing: ThingId,
  run: string,
): Promise<LoadedThing | undefined> {
  try {
    return await loadThing(ports, thing, run);
  } catch (error) {
    if (error instanceof PointError) return undefined;
    throw error;
  }
}
