import type { ThingId } from "../contract/kinds.ts";
import { atOnce } from "../core/at-once.ts";
import { thingName } from "../core/thing-name.ts";
import type { IdMap } from "../protectors/protector.ts";
import { awayFromHome } from "./away-from-home.ts";
import { type CameAlong, comeAlong, READ_AT_ONCE } from "./come-along.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import { loadAsked } from "./load-asked.ts";
import { PointError } from "./load-thing.ts";
import { pointsAt } from "./points-at.ts";
import type { RestorePorts } from "./ports.ts";
import type { Selected } from "./selected.ts";
import { type WhichPoint, whichPoint } from "./which-point.ts";
import { isOfOnly, isSkipped, type Wishes } from "./wishes.ts";

export interface Gathered {
  readonly things: readonly GatheredThing[];
  /** Names of what was captured with them and cannot come back with them. */
  readonly leftOut: readonly string[];
  /** Names of what would come back, and was not wanted. */
  readonly skipped: readonly string[];
  readonly warnings: readonly string[];
}

interface Asked extends Wishes {
  readonly things: readonly ThingId[];
  /** `latest` or the beginning of a run's id. Absent: what has been begun with, or else that of `selection`, or the newest. */
  readonly point?: string;
  /** Instead of `point`: the newest consistent set that had been captured by then, in milliseconds since 1970. */
  readonly at?: number;
  /** Where the things were not named one by one. */
  readonly selection?: Omit<Selected, "things">;
  /** Another name at the destination. */
  readonly as?: string;
  /** Only what was asked for. */
  readonly alone: boolean;
  readonly map: IdMap;
}

/**
 * What was asked for, and what was captured with it: queues it reads, buckets that call it, and what those need. What the
 * map names another for is left out, for that other one is used.
 * @throws PointError for points of what was asked for, all at once; what only comes along gives a warning instead
 */
export async function gather(ports: RestorePorts, asked: Asked): Promise<Gathered> {
  const isWanted = (thing: ThingId): boolean => isOfOnly(asked, thing);
  const named = asked.things.filter((thing) => !isSkipped(asked, thingName(thing)));
  const elsewhere = named.flatMap((thing) => {
    const away = awayFromHome(thing, ports.region);
    return away === undefined ? [] : [{ thing, ...away }];
  });
  const things = named.filter((one) => !elsewhere.some(({ thing }) => thing === one));
  // What was named one by one is meant; a policy or a tag comes back without it.
  if (asked.selection === undefined)
    throwAll(
      elsewhere.flatMap(({ thing, why, hint }) => (isWanted(thing) ? [new PointError(why, hint)] : [])),
    );
  const past = asked.at === undefined ? undefined : await pointsAt(ports, things, asked.at);
  const read = await atOnce(things, READ_AT_ONCE, (thing) =>
    loadOne(ports, thing, asked, past?.runs.get(thingName(thing))),
  );
  throwAll(read.flatMap(({ thing, error }) => (error !== undefined && isWanted(thing) ? [error] : [])));
  const own = read.flatMap(({ loaded }) => (loaded === undefined ? [] : [loaded]));
  const along = asked.alone ? NOTHING : await comeAlong(ports, own, asked);
  const all = [...own, ...along.things];
  const wanted = all.filter(isWanted);
  const coming = new Set(wanted.map(thingName));
  return {
    things: wanted,
    leftOut: [
      ...new Set([
        ...(asked.selection?.leftOut ?? []),
        ...elsewhere.flatMap(({ thing }) => (isWanted(thing) ? [thingName(thing)] : [])),
        ...read.flatMap(({ thing, lacks }) => (isWanted(thing) ? lacks : [])),
        ...along.leftOut,
      ]),
    ],
    skipped: [...new Set([...[...asked.things, ...all].map(thingName), ...along.skipped])].filter(
      (name) => !coming.has(name),
    ),
    warnings: [
      ...new Set([
        ...(asked.selection?.warnings ?? []),
        ...elsewhere.flatMap(({ thing, why, hint }) => (isWanted(thing) ? [`${why}: ${hint}`] : [])),
        ...(past?.warnings ?? []),
        ...read.flatMap(({ warnings }) => warnings),
        ...along.warnings,
      ]),
    ],
  };
}

const NOTHING: CameAlong = { things: [], leftOut: [], skipped: [], warnings: [] };

interface Read {
  readonly thing: ThingId;
  /** Absent: see `error`. */
  readonly loaded?: GatheredThing;
  readonly error?: PointError;
  readonly lacks: readonly string[];
  readonly warnings: readonly string[];
}

async function loadOne(
  ports: RestorePorts,
  thing: ThingId,
  { point, selection, as }: Asked,
  past: string | undefined,
): Promise<Read> {
  const which = await whichOf();
  try {
    const { lacks, ...loaded } = await loadAsked(ports, thing, which);
    return { thing, loaded: { ...loaded, asked: true }, lacks, warnings: which.warnings };
  } catch (error) {
    if (error instanceof PointError) return { thing, error, lacks: [], warnings: which.warnings };
    throw error;
  }

  async function whichOf(): Promise<WhichPoint> {
    if (past !== undefined) return { point: past, newest: true, warnings: [] };
    if (point !== undefined) return { point, warnings: [] };
    return whichPoint(ports, thing, as ?? thing.id, selection);
  }
}

/** One as it is; several as one, with what helps said once. */
function throwAll(errors: readonly PointError[]): void {
  const [first, ...others] = errors;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  const hints = [...new Set(errors.map(({ hint }) => hint))];
  throw new PointError(errors.map(({ message }) => message).join("\n"), hints.join("; "));
}
