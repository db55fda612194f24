import { shortList } from "../../core/short-list.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { thingName } from "../../core/thing-name.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { type NamedThing, namedAs } from "../terminal/parse-argument.ts";
import { type FoundPoint, findPoints } from "./find-points.ts";
import { noPointsOf } from "./no-points.ts";
import type { Source } from "./open-sources.ts";

const MAX_NAMED = 5;

/**
 * Points of one thing of one site, newest first. A name alone is that of a function, where there is one.
 * @throws CommandError where there is none, or more than one thing is meant
 */
export async function pointsOfThing(
  sources: readonly Source[],
  named: NamedThing,
): Promise<readonly FoundPoint[]> {
  const { points: found } = await findPoints(sources, named);
  const isFunction = ({ ref }: FoundPoint): boolean => ref.kind === "lambda";
  const points = named.kind === undefined && found.some(isFunction) ? found.filter(isFunction) : found;
  const things = uniqueSorted(points.map(({ ref, source }) => `${thingName(ref)} of ${source.site}`));
  const [one, ...others] = things;
  if (one === undefined) throw await noPointsOf(sources, named);
  if (others.length > 0)
    throw new CommandError(
      `${namedAs(named)} may be ${shortList(things, MAX_NAMED)}`,
      EXIT.usage,
      "say the kind, as in sqs-queue/orders, and --site",
    );
  return points;
}

/**
 * The two points of runs that begin so, older first: by default the newest two; of one run alone, that one and the newest.
 * @throws CommandError where a run is of no point or of several, and where there are no two
 */
export function twoPoints(
  points: readonly FoundPoint[],
  runs: readonly string[],
): readonly [FoundPoint, FoundPoint] {
  const [newest, before] = points;
  const [first, second] = runs;
  const from = first === undefined ? before : ofRun(points, first);
  const to = second === undefined ? newest : ofRun(points, second);
  if (from === undefined || to === undefined || from === to)
    throw new CommandError(
      points.length === 1
        ? "there is one recovery point, and nothing to compare it with"
        : "both are one recovery point",
      EXIT.bad,
      "npx zonekeep history shows every point of a thing",
    );
  return from.ref.run <= to.ref.run ? [from, to] : [to, from];
}

function ofRun(points: readonly FoundPoint[], run: string): FoundPoint {
  const matches = points.filter(({ ref }) => ref.run.startsWith(run));
  const [only, ...others] = matches;
  if (only !== undefined && others.length === 0) return only;
  const known = (matches.length > 0 ? matches : points).map(({ ref }) => ref.run);
  throw new CommandError(
    `${matches.length > 0 ? "more than one recovery point" : "no recovery point"} is of run ${run}`,
    EXIT.bad,
    `the newest are ${shortList(known, MAX_NAMED)}`,
  );
}
