import type { ThingId } from "../contract/kinds.ts";
import { atOnce } from "../core/at-once.ts";
import { errorText } from "../core/error-text.ts";
import { thingName } from "../core/thing-name.ts";
import { SPECS } from "../protectors/kinds.ts";
import type { IdMap } from "../protectors/protector.ts";
import { knownKind } from "../recovery/known-kind.ts";
import { awayFromHome } from "./away-from-home.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import { type LoadedThing, loadThing, PointError } from "./load-thing.ts";
import { newestRun } from "./newest-run.ts";
import type { RestorePorts } from "./ports.ts";
import { isSkipped, type Wishes } from "./wishes.ts";

/** Points that are read side by side, every byte of them; a client has 50 connections to a host. */
export const READ_AT_ONCE = 12;

export interface ComingAlong extends Wishes {
  readonly map: IdMap;
}

/** What came along, and what did not. */
export interface CameAlong {
  readonly things: readonly GatheredThing[];
  /** Names of what cannot come back with them. */
  readonly leftOut: readonly string[];
  /** Names of what a person leaves out. */
  readonly skipped: readonly string[];
  readonly warnings: readonly string[];
}

interface Companion {
  readonly thing: ThingId;
  /** Whoever was captured with it; its point is as old as that of the first. */
  readonly owners: [GatheredThing, ...GatheredThing[]];
}

/**
 * What was captured with things that come back, and with what comes along itself. What the map names another for is left
 * alone, for that other one is used; a part of something is not one that another could stand for.
 */
export async function comeAlong(
  ports: RestorePorts,
  asked: readonly GatheredThing[],
  wanted: ComingAlong,
): Promise<CameAlong> {
  const found = new Map(asked.map((thing) => [thingName(thing), thing]));
  const leftOut = new Set<string>();
  const skipped = new Set<string>();
  const warnings: string[] = [];
  for (let owners = [...asked]; owners.length > 0; ) {
    const companions = new Map<string, Companion>();
    for (const owner of owners)
      for (const one of owner.point.manifest.related) {
        const name = thingName(one);
        const known = found.get(name);
        if (known !== undefined && !known.asked) warnings.push(...otherRun(known, owner));
        if (isSkipped(wanted, name)) skipped.add(name);
        if (known !== undefined || leftOut.has(name) || skipped.has(name)) continue;
        const kind = knownKind(one.kind);
        // Only what triggers or is needed by triggers comes along: a point cannot make functions that nobody named.
        if (kind === undefined || SPECS[kind].trigger === undefined) {
          leftOut.add(name);
          warnings.push(
            `${name} is not restored with ${thingName(owner)}: it is not of a kind that comes along`,
          );
          continue;
        }
        const away = awayFromHome({ kind, id: one.id }, ports.region);
        if (away !== undefined) {
          leftOut.add(name);
          warnings.push(`${away.why}: ${away.hint}`);
          continue;
        }
        if (SPECS[kind].partOf === undefined && Object.hasOwn(wanted.map, one.arn)) continue;
        const before = companions.get(name);
        if (before === undefined) companions.set(name, { thing: { kind, id: one.id }, owners: [owner] });
        else before.owners.push(owner);
      }
    const loaded = await atOnce([...companions.values()], READ_AT_ONCE, async (companion) => ({
      ...companion,
      came: await load(ports, companion),
    }));
    owners = [];
    for (const { thing, owners: of, came } of loaded) {
      if (typeof came === "string") {
        leftOut.add(thingName(thing));
        warnings.push(came);
        continue;
      }
      found.set(thingName(thing), came);
      warnings.push(...of.flatMap((owner) => otherRun(came, owner)));
      owners.push(came);
    }
  }
  const things = [...found.values()].filter((thing) => !asked.includes(thing));
  return { things, leftOut: [...leftOut], skipped: [...skipped], warnings };
}

/** A text says why it has no point that can be used. A store that does not answer fails the whole. */
async function load(
  ports: RestorePorts,
  { thing, owners: [owner] }: Companion,
): Promise<GatheredThing | string> {
  const { run } = owner.point.manifest;
  const along = `${thingName(thing)} is not restored with ${thingName(owner)}`;
  const which = await newestRun(ports, thing, run);
  if (which === undefined) return `${along}: it has no recovery point of that time`;
  try {
    return { ...(await loadThing(ports, thing, which)), asked: false };
  } catch (error) {
    if (!(error instanceof PointError)) throw error;
    return `${along}: ${errorText(error)}`;
  }
}

function otherRun(companion: LoadedThing, owner: LoadedThing): readonly string[] {
  const [run, own] = [companion.point.manifest.run, owner.point.manifest.run];
  if (run === own) return [];
  return [`${thingName(companion)} is as run ${run} captured it, ${thingName(owner)} as run ${own} did`];
}
