import { thingName } from "../../core/thing-name.ts";
import type { TrustedPoint } from "../../recovery/read-trusted.ts";
import { wordOf } from "../../recovery/signing/authenticity.ts";
import { type FoundPoint, type ListedPoint, newestFirst, readPoints } from "../points/find-points.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";

/** The point of a thing that is drawn. */
interface DrawnPoint {
  readonly point: TrustedPoint;
  /** Runs of newer points that are not drawn since nobody proves them: `RUN (forged)`. */
  readonly passedOver: readonly string[];
}

/** Manifests that are read before a newest point that nobody signed has to do, and at once. */
const MOST_READ = 200;
const AT_ONCE = 8;

/**
 * Of the points of one thing at one place the newest that is signed; where none is, the newest that contradicts nothing.
 * @throws what the newest cannot be read for, where that is so of all
 */
export async function drawnPoint(points: readonly FoundPoint[], env: Io["env"]): Promise<DrawnPoint> {
  const sorted = [...points].sort(newestFirst).slice(0, MOST_READ);
  const passedOver: string[] = [];
  let unproven: DrawnPoint | undefined;
  let first: ListedPoint | undefined;
  for (let at = 0; at < sorted.length; at += AT_ONCE) {
    for (const listed of await readPoints(sorted.slice(at, at + AT_ONCE), env)) {
      first ??= listed;
      if (!("point" in listed)) {
        passedOver.push(`${listed.ref.run} (${listed.problem})`);
        continue;
      }
      const { point } = listed;
      if (point.authenticity.state === "signed") return { point, passedOver };
      if (point.authenticity.state !== "refused") unproven ??= { point, passedOver: [...passedOver] };
      passedOver.push(`${listed.ref.run} (${wordOf(point.authenticity)})`);
    }
  }
  if (unproven !== undefined) return unproven;
  throw notDrawn(first);
}

/** Why nobody proves a point. `undefined`: it is signed. */
export function whyUnsigned({ authenticity }: TrustedPoint): string | undefined {
  return "why" in authenticity ? authenticity.why : undefined;
}

function notDrawn(newest: ListedPoint | undefined): unknown {
  if (newest === undefined) return new Error("a thing without a point has no graph");
  if ("error" in newest && newest.error !== undefined) return newest.error;
  const { ref } = newest;
  const why =
    "point" in newest ? `${wordOf(newest.point.authenticity)}: ${whyUnsigned(newest.point)}` : newest.problem;
  return new CommandError(
    `the newest point of ${thingName(ref)}, of run ${ref.run}, is not drawn, nor is another one: ${why}`,
    EXIT.bad,
    "npx zonekeep verify says what its points are worth; --from REGION reads a copy",
  );
}
