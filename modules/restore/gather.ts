import type { Kind, ThingId } from "../contract/kinds.ts";
import { errorText } from "../core/error-text.ts";
import { thingName } from "../core/thing-name.ts";
import { SPECS } from "../protectors/kinds.ts";
import type { IdMap } from "../protectors/protector.ts";
import { knownKind } from "../recovery/known-kind.ts";
import { listPoints } from "../recovery/list-points.ts";
import { loadAsked } from "./load-asked.ts";
import { type LoadedThing, loadThing, PointError } from "./load-thing.ts";
import type { RestorePorts } from "./ports.ts";
import { whichPoint } from "./which-point.ts";

/** A thing that comes back: asked for, or because another one was captured with it. */
export type GatheredThing = LoadedThing & { readonly asked: boolean };

export interface Gathered {
  readonly things: readonly GatheredThing[];
  /** Names of what was captured with them and cannot come back with them. */
  readonly leftOut: readonly string[];
  /** Names of what was captured with them and was not wanted. */
  readonly skipped: readonly string[];
  readonly warnings: readonly string[];
}

interface Asked {
  readonly things: readonly ThingId[];
  /** `latest` or the beginning of a run's id. Absent: what has been begun with, or else the newest. */
  readonly point?: string;
  /** Another name at the destination. */
  readonly as?: string;
  /** Only what was asked for. */
  readonly alone: boolean;
  readonly map: IdMap;
  /** Names of what does not come along; others are left alone. */
  readonly skip?: ReadonlySet<string>;
}

/**
 * What was asked for, and what was captured with it: queues it reads, buckets that call it, and what those need. What the
 * map names another for is left out, for that other one is used.
 * @throws PointError for a point of what was asked for; what only comes along gives a warning instead
 */
export async function gather(
  ports: RestorePorts,
  { things, point, as, alone, map, skip }: Asked,
): Promise<Gathered> {
  const found = new Map<string, GatheredThing>();
  const tried = new Set<string>();
  const skipped = new Set<string>();
  const warnings: string[] = [];
  const lacks: string[] = [];
  for (const thing of things) {
    const which =
      point === undefined ? await whichPoint(ports, thing, as ?? thing.id) : { point, warnings: [] };
    warnings.push(...which.warnings);
    const { lacks: without, ...loaded } = await loadAsked(ports, thing, which.point);
    found.set(thingName(thing), { ...loaded, asked: true });
    lacks.push(...without);
  }

  const open = alone ? [] : [...found.values()];
  for (let owner = open.shift(); owner !== undefined; owner = open.shift()) {
    for (const one of owner.point.manifest.related) {
      const name = thingName(one);
      const known = found.get(name);
      if (known !== undefined && !known.asked) warnings.push(...otherRun(known, owner));
      if (skip?.has(name)) skipped.add(name);
      if (known !== undefined || tried.has(name) || skip?.has(name)) continue;
      tried.add(name);
      const kind = knownKind(one.kind);
      // Only what triggers or is needed by triggers comes along: a point cannot make functions that nobody named.
      if (kind === undefined || SPECS[kind].trigger === undefined) {
        warnings.push(
          `${name} is not restored with ${thingName(owner)}: it is not of a kind that comes along`,
        );
      } else if (SPECS[kind].partOf !== undefined || !Object.hasOwn(map, one.arn)) {
        const companion = await load(ports, { kind, id: one.id }, owner, warnings);
        if (companion === undefined) continue;
        found.set(name, companion);
        warnings.push(...otherRun(companion, owner));
        open.push(companion);
      } else tried.delete(name);
    }
  }
  return {
    things: [...found.values()],
    leftOut: [...lacks, ...[...tried].filter((name) => !found.has(name))],
    skipped: [...skipped],
    warnings: [...new Set(warnings)],
  };
}

/** `undefined`: it has no point that can be used. A store that does not answer fails the whole. */
async function load(
  ports: RestorePorts,
  thing: ThingId & { readonly kind: Kind },
  owner: LoadedThing,
  warnings: string[],
): Promise<GatheredThing | undefined> {
  const { run } = owner.point.manifest;
  const along = `${thingName(thing)} is not restored with ${thingName(owner)}`;
  const which = await newestUntil(ports, thing, run);
  if (which === undefined) {
    warnings.push(`${along}: it has no recovery point of that time`);
    return undefined;
  }
  try {
    return { ...(await loadThing(ports, thing, which)), asked: false };
  } catch (error) {
    if (!(error instanceof PointError)) throw error;
    warnings.push(`${along}: ${errorText(error)}`);
    return undefined;
  }
}

function otherRun(companion: LoadedThing, owner: LoadedThing): readonly string[] {
  const [run, own] = [companion.point.manifest.run, owner.point.manifest.run];
  if (run === own) return [];
  return [`${thingName(companion)} is as run ${run} captured it, ${thingName(owner)} as run ${own} did`];
}

/** The run of the newest point that is not newer than `run`: ids of runs begin with the time. */
async function newestUntil(
  { source }: RestorePorts,
  thing: ThingId,
  run: string,
): Promise<string | undefined> {
  let newest: string | undefined;
  for await (const point of listPoints(source.store, source.prefix, thing))
    if (point.run !== undefined && point.run <= run && (newest === undefined || point.run > newest))
      newest = point.run;
  return newest;
}
