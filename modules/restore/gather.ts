import { KINDS, type Kind, type ThingId } from "../contract/kinds.ts";
import { errorText } from "../core/error-text.ts";
import { thingName } from "../core/thing-name.ts";
import { SPECS } from "../protectors/kinds.ts";
import type { IdMap } from "../protectors/protector.ts";
import { listPoints } from "../recovery/list-points.ts";
import { type LoadedThing, loadThing } from "./load-thing.ts";
import type { RestorePorts } from "./ports.ts";

/** A thing that comes back: asked for, or because another one was captured with it. */
export type GatheredThing = LoadedThing & { readonly asked: boolean };

export interface Gathered {
  readonly things: readonly GatheredThing[];
  readonly warnings: readonly string[];
}

interface Asked {
  readonly things: readonly ThingId[];
  /** `latest` or the beginning of a run's id. */
  readonly point: string;
  /** Only what was asked for. */
  readonly alone: boolean;
  readonly map: IdMap;
}

/**
 * What was asked for, and what was captured with it: queues it reads, buckets that call it, and what those need. What the
 * map names another for is left out, for that other one is used.
 * @throws PointError for a point of what was asked for; what only comes along gives a warning instead
 */
export async function gather(ports: RestorePorts, { things, point, alone, map }: Asked): Promise<Gathered> {
  const found = new Map<string, GatheredThing>();
  const warnings: string[] = [];
  for (const thing of things)
    found.set(thingName(thing), { ...(await loadThing(ports, thing, point)), asked: true });
  if (alone) return { things: [...found.values()], warnings };

  const open = [...found.values()];
  for (let owner = open.shift(); owner !== undefined; owner = open.shift()) {
    for (const { kind: word, id, arn } of owner.point.manifest.related) {
      const kind = KINDS.find((one) => one === word);
      const name = `${word}/${id}`;
      if (found.has(name)) continue;
      if (kind === undefined) {
        warnings.push(
          `${name} is not restored with ${thingName(owner)}: this version does not know its kind`,
        );
      } else if (SPECS[kind].partOf !== undefined || !Object.hasOwn(map, arn)) {
        const companion = await load(ports, { kind, id }, owner, warnings);
        if (companion === undefined) continue;
        found.set(name, companion);
        open.push(companion);
      }
    }
  }
  return { things: [...found.values()], warnings };
}

async function load(
  ports: RestorePorts,
  thing: ThingId & { readonly kind: Kind },
  owner: LoadedThing,
  warnings: string[],
): Promise<GatheredThing | undefined> {
  const { run } = owner.point.manifest;
  const along = `${thingName(thing)} is not restored with ${thingName(owner)}`;
  try {
    const which = await newestUntil(ports, thing, run);
    if (which === undefined) {
      warnings.push(`${along}: it has no recovery point of that time`);
      return undefined;
    }
    if (which !== run)
      warnings.push(
        `${thingName(thing)} is as run ${which} captured it, ${thingName(owner)} as run ${run} did`,
      );
    return { ...(await loadThing(ports, thing, which)), asked: false };
  } catch (error) {
    warnings.push(`${along}: ${errorText(error)}`);
    return undefined;
  }
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
