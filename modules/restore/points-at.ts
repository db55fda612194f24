import type { ThingId } from "../contract/kinds.ts";
import { atOnce } from "../core/at-once.ts";
import { shortList } from "../core/short-list.ts";
import { thingName } from "../core/thing-name.ts";
import { knownKind } from "../recovery/known-kind.ts";
import { pointKey } from "../recovery/layout.ts";
import { listPoints } from "../recovery/list-points.ts";
import { ManifestError } from "../recovery/read-point.ts";
import { readTrusted } from "../recovery/read-trusted.ts";
import { runTime } from "../recovery/run-time.ts";
import { PointError } from "./load-thing.ts";
import type { RestorePorts } from "./ports.ts";

/** The run of each thing's point, by the thing's name. */
export interface PointsAt {
  readonly runs: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** Manifests that are read at once; a client has 50 connections to a host. */
const AT_ONCE = 16;
/** Runs that had begun by then and are looked at: only one that went on at that time is passed over. */
const MOST_LOOKED_AT = 50;
const MAX_NAMED = 10;

/**
 * The newest consistent set of points of a time, in milliseconds since 1970: those of the newest run that had captured all of
 * the things by then, and what belongs to them; where no run had, the newest of each, which is told.
 * @throws PointError for things that had no point by then, all at once
 */
export async function pointsAt(
  { source }: Pick<RestorePorts, "source">,
  things: readonly ThingId[],
  at: number,
): Promise<PointsAt> {
  const time = new Date(at).toISOString();
  let earliest: string | undefined;
  const begun = new Map(
    await atOnce(things, AT_ONCE, async (thing): Promise<[string, readonly string[]]> => {
      const runs: string[] = [];
      for await (const { run } of listPoints(source.store, source.prefix, thing))
        if ((runTime(run) ?? Number.POSITIVE_INFINITY) <= at) runs.push(run);
        else if (earliest === undefined || run < earliest) earliest = run;
      return [thingName(thing), runs.sort().reverse()];
    }),
  );
  const begunOf = (thing: ThingId): readonly string[] => begun.get(thingName(thing)) ?? [];
  const [first, ...others] = things;
  const shared = (first === undefined ? [] : begunOf(first)).filter((run) =>
    others.every((other) => begunOf(other).includes(run)),
  );
  for (const run of shared.slice(0, MOST_LOOKED_AT)) {
    const held = await atOnce(things, AT_ONCE, (thing) => isKept(thing, run));
    if (!held.every(Boolean)) continue;
    const newer = things.filter((thing) => (begunOf(thing)[0] ?? "") > run);
    return {
      runs: new Map(things.map((thing) => [thingName(thing), run])),
      warnings:
        newer.length === 0
          ? []
          : [
              `run ${run} is the newest that had captured all of it by ${time}; runs that began since then captured ${named(newer)} alone, or had not ended`,
            ],
    };
  }
  const alone = await atOnce(things, AT_ONCE, async (thing) => {
    for (const run of begunOf(thing).slice(0, MOST_LOOKED_AT))
      if (await isKept(thing, run)) return { thing, run };
    return { thing };
  });
  const none = alone.flatMap(({ thing, run }) => (run === undefined ? [thing] : []));
  if (none.length > 0)
    throw new PointError(
      `no recovery point of ${named(none)} had been captured by ${time}`,
      earliest === undefined
        ? "npx zonekeep list shows when each was captured; leave out --at for the newest"
        : `the earliest after that is of run ${earliest} (--point ${earliest}); leave out --at for the newest`,
    );
  const runs = new Map(alone.map(({ thing, run = "" }) => [thingName(thing), run]));
  const told = [...runs].map(([name, run]) => `${name} of run ${run}`);
  return {
    runs,
    warnings: [
      `no run had captured all of it by ${time}: taken is the newest of each, ${shortList(told, MAX_NAMED)}`,
    ],
  };

  /** Whether a run had captured it by then, and what belongs to it. One that cannot be read is told when it is loaded. */
  async function isKept(thing: ThingId, run: string): Promise<boolean> {
    const related = await capturedBy(thing, run);
    if (related === undefined) return false;
    const along = await atOnce(related, AT_ONCE, (one) => capturedBy(one, run));
    return along.every((one) => one !== undefined);
  }

  /** What else belongs to it; `undefined` where it was captured later. */
  async function capturedBy(thing: ThingId, run: string): Promise<readonly ThingId[] | undefined> {
    const key = pointKey(source.prefix, thing, run);
    try {
      const { manifest } = await readTrusted(source.store, key, source.witness);
      if (Date.parse(manifest.capturedAt) > at) return undefined;
      return manifest.related.flatMap(({ kind: word, id }) => {
        const kind = knownKind(word);
        return kind === undefined ? [] : [{ kind, id }];
      });
    } catch (error) {
      if (error instanceof ManifestError) return [];
      throw error;
    }
  }
}

function named(things: readonly ThingId[]): string {
  return shortList(things.map(thingName), MAX_NAMED);
}
