import { Readable } from "node:stream";
import { isOfObject } from "../../core/of-object.ts";
import { compareText } from "../../core/source-order.ts";
import { thingName } from "../../core/thing-name.ts";
import { encodeId } from "../../recovery/id-segment.ts";
import { isPoint, listKeys, type PointRef } from "../../recovery/list-points.ts";
import { ManifestError } from "../../recovery/read-point.ts";
import { readTrusted, type TrustedPoint } from "../../recovery/read-trusted.ts";
import { explainError } from "../aws/aws-error.ts";
import type { Io } from "../terminal/io.ts";
import type { NamedThing } from "../terminal/parse-argument.ts";
import type { Source } from "./open-sources.ts";

/** A point and where it was found. */
export interface FoundPoint {
  readonly ref: PointRef;
  readonly source: Source;
}

/** A point with its manifest, or the reason why that cannot be used, with the way out where one is known. */
export type ListedPoint = FoundPoint & ({ readonly point: TrustedPoint } | UnreadPoint);

interface UnreadPoint {
  readonly problem: string;
  readonly hint?: string;
  /** What AWS answered, where it was that. */
  readonly error?: unknown;
}

/** Manifests read at once: S3 answers thousands a second, and a client has 50 connections to a host. */
const READS_AT_ONCE = 48;

/** A key that is not that of a point, and where it lies. */
export interface FoundStray {
  readonly key: string;
  readonly source: Source;
}

export interface FoundKeys {
  /** Newest first. */
  readonly points: readonly FoundPoint[];
  /** Of one thing or name: those in its folders. */
  readonly strays: readonly FoundStray[];
}

/**
 * Points of one thing, of all of one name, or of everything. `event-rule/orders` of a kind that is not known is a name, and
 * finds what the store has of it.
 */
export async function findPoints(
  sources: readonly Source[],
  named: NamedThing | undefined,
): Promise<FoundKeys> {
  const points: FoundPoint[] = [];
  const strays: FoundStray[] = [];
  for (const source of sources) {
    const { store, prefix } = source;
    const filter = named?.kind === undefined ? undefined : { kind: named.kind, id: named.id };
    for await (const found of listKeys(store, prefix, filter)) {
      if (isPoint(found)) {
        if (isMeant(named, found)) points.push({ ref: found, source });
      } else if (named === undefined || found.key.split("/").includes(encodeId(named.id))) {
        strays.push({ key: found.key, source });
      }
    }
  }
  return { points: points.sort(newestFirst), strays };
}

/** Whether a point is of that thing, or of one of that name. */
export function isMeant(named: NamedThing | undefined, found: PointRef): boolean {
  if (named?.kind !== undefined && thingName(found) !== thingName({ ...named, kind: named.kind }))
    return false;
  return named === undefined || found.id === named.id || thingName(found) === named.id;
}

/** The newest point of each thing at each place. */
export function newestOfEach(points: readonly FoundPoint[]): readonly FoundPoint[] {
  const newest = new Map<string, FoundPoint>();
  for (const point of [...points].sort(newestFirst)) {
    const { ref, source } = point;
    const id = `${source.region} ${ref.prefix} ${thingName(ref)}`;
    if (!newest.has(id)) newest.set(id, point);
  }
  return [...newest.values()];
}

/**
 * Reads every manifest, in the order given. One that cannot be read is told with the reason, and hides no other.
 * @throws what is not about one object: who asks is refused, or nobody answers; and what all of them have in common
 */
export async function readPoints(
  points: readonly FoundPoint[],
  env: Io["env"],
): Promise<readonly ListedPoint[]> {
  const read = async (found: FoundPoint): Promise<ListedPoint> => {
    const { source } = found;
    try {
      return { ...found, point: await readTrusted(source.store, found.ref.key, source.witness) };
    } catch (error) {
      if (error instanceof ManifestError) return { ...found, problem: error.message };
      if (!isOfObject(error)) throw error;
      const { message, hint } = explainError(error, env);
      return { ...found, problem: message, ...(hint !== undefined && { hint }), error };
    }
  };
  const listed = await Readable.from(points).map(read, { concurrency: READS_AT_ONCE }).toArray();
  const refused = listed.filter((one) => "error" in one && one.error !== undefined);
  const [first] = refused;
  if (refused.length === listed.length && first !== undefined && "error" in first) throw first.error;
  return listed;
}

/** Runs begin with the UTC time; equal ones are told apart by name, so that the order is the same every time. */
export function newestFirst(a: FoundPoint, b: FoundPoint): number {
  return compareText(b.ref.run, a.ref.run) || compareText(a.ref.key, b.ref.key);
}
