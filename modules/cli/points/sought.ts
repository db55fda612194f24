import type { ThingId } from "../../contract/kinds.ts";
import { closest } from "../../core/closest.ts";
import { thingName } from "../../core/thing-name.ts";
import { listPoints } from "../../recovery/list-points.ts";
import { runTime } from "../../recovery/run-time.ts";
import type { Selected } from "../../restore/selected.ts";
import type { Source } from "./open-sources.ts";

/** What a restore is to bring back, before it is known which store has it. */
export interface Sought {
  /** As `no ... in the store of` says it: `recovery point of lambda/orders`. */
  readonly what: string;
  /** As other messages name it: `lambda/orders`, `policy orders`. */
  readonly name: string;
  /** `undefined`: this store does not have it, or not all of it. */
  find(source: Source): Promise<Selected | undefined>;
  /** Of stores that do not have it: what may have been meant. */
  meant(sources: readonly Source[]): Promise<string | undefined>;
}

/** Things by their names: a store has to have a point of each, of a run that had begun at a time where one is told. */
export function namedThings(things: readonly ThingId[], at?: number): Sought {
  const name = things.map(thingName).join(", ");
  return {
    what: `recovery point of ${name}${byThen(at)}`,
    name,
    find: async (source) =>
      (await holds(source, things, at)) ? { things, leftOut: [], warnings: [] } : undefined,
    meant: (sources) => nearestName(sources, things),
  };
}

/** The nearest name to the first that is not known. */
async function nearestName(
  sources: readonly Source[],
  things: readonly ThingId[],
): Promise<string | undefined> {
  const known = new Set<string>();
  for (const { store, prefix } of sources)
    for await (const point of listPoints(store, prefix)) known.add(thingName(point));
  const lost = things.find((thing) => !known.has(thingName(thing)));
  if (lost === undefined) return undefined;
  const other = [...known].find((name) => name.endsWith(`/${lost.id}`));
  const near = other ?? closest(thingName(lost), known);
  return near === undefined ? undefined : `did you mean ${near}?`;
}

/** What is sought has to be of that time. */
export function byThen(at: number | undefined): string {
  return at === undefined ? "" : ` by ${new Date(at).toISOString()}`;
}

async function holds(source: Source, things: readonly ThingId[], at?: number): Promise<boolean> {
  for (const thing of things) if (!(await holdsOne(source, thing, at))) return false;
  return true;
}

async function holdsOne(
  { store, prefix }: Source,
  thing: ThingId,
  at = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  for await (const { run } of listPoints(store, prefix, thing)) if ((runTime(run) ?? 0) <= at) return true;
  return false;
}
