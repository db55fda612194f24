import { compareText } from "../../core/source-order.ts";
import type { Plan } from "../../planner/plan.ts";
import { explainError } from "../aws/aws-error.ts";
import type { Io } from "../terminal/io.ts";
import type { NamedThing } from "../terminal/parse-argument.ts";
import { type FoundStray, findPoints, type ListedPoint, newestFirst, readPoints } from "./find-points.ts";
import type { Source } from "./open-sources.ts";

/** A region whose store gave no list. */
interface Unanswered {
  readonly region: string;
  /** Whose points are missing from the list. */
  readonly sites: readonly string[];
  readonly message: string;
  /** The way to their copies, or else out of the failure. */
  readonly hint?: string;
}

export interface Listing {
  /** Newest first. */
  readonly points: readonly ListedPoint[];
  readonly strays: readonly FoundStray[];
  readonly unanswered: readonly Unanswered[];
}

/**
 * Points of one thing or of all, from every store that answers.
 * @throws what the first store threw, when none answers
 */
export async function listSources(
  { stacks }: Pick<Plan, "stacks">,
  sources: readonly Source[],
  named: NamedThing | undefined,
  env: Io["env"],
): Promise<Listing> {
  const asked = await Promise.allSettled(
    sources.map(async (source) => {
      const { points, strays } = await findPoints([source], named);
      return { points: await readPoints(points, env), strays };
    }),
  );
  const listed = asked.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  const points = listed.flatMap((one) => one.points);
  const failures = asked.flatMap((answer, index) => {
    const source = sources[index];
    return answer.status === "rejected" && source !== undefined ? [{ source, error: answer.reason }] : [];
  });
  if (failures.length > 0 && failures.length === asked.length) throw failures[0]?.error;

  const unanswered = [...new Set(failures.map(({ source }) => source.region))].map((region) => {
    const ofRegion = failures.filter(({ source }) => source.region === region);
    const missing = ofRegion.map(({ source }) => source.site);
    const { message, hint: own } = explainError(ofRegion[0]?.error, env);
    const hint = whereCopiesAre(stacks, missing) ?? own;
    return { region, sites: missing, message, ...(hint !== undefined && { hint }) };
  });
  return { points: points.sort(newestCaptured), strays: listed.flatMap(({ strays }) => strays), unanswered };
}

function whereCopiesAre(stacks: Plan["stacks"], sites: readonly string[]): string | undefined {
  const copies = stacks.flatMap(({ units }) =>
    units.flatMap((unit) => (unit.kind === "copy" && sites.includes(unit.site) ? [unit.to] : [])),
  );
  const [first] = copies;
  if (first === undefined) return undefined;
  return `copies are in ${[...new Set(copies)].join(", ")}: npx zonekeep list --from ${first}`;
}

/** By when each was captured: a run that began later may have captured before. One that cannot be read goes by its run. */
function newestCaptured(a: ListedPoint, b: ListedPoint): number {
  return compareText(timeOf(b), timeOf(a)) || newestFirst(a, b);
}

function timeOf(listed: ListedPoint): string {
  if ("point" in listed) return listed.point.manifest.capturedAt;
  const [, year, month, day, hour, minute, second] =
    /^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z/.exec(listed.ref.run) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
