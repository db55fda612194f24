import { Readable } from "node:stream";
import { listPoints, type PointRef } from "../../recovery/list-points.ts";
import { ManifestError, type RecoveryPoint, readPoint } from "../../recovery/read-point.ts";
import type { Source } from "./open-sources.ts";

/** A point and where it was found. */
export interface FoundPoint {
  readonly ref: PointRef;
  readonly source: Source;
}

/** A point with its manifest, or the reason why that cannot be used. */
export type ListedPoint = FoundPoint & ({ readonly point: RecoveryPoint } | { readonly problem: string });

/** Manifests read at once: S3 answers thousands a second, a terminal's user waits for the slowest. */
const READS_AT_ONCE = 16;

/** Points of one function or of all, newest first. */
export async function findPoints(
  sources: readonly Source[],
  functionName: string | undefined,
): Promise<readonly FoundPoint[]> {
  const found: FoundPoint[] = [];
  for (const source of sources) {
    const filter = { kind: "lambda", ...(functionName !== undefined && { resource: functionName }) };
    for await (const ref of listPoints(source.store, source.prefix, filter)) found.push({ ref, source });
  }
  return found.sort(newestFirst);
}

/** The newest point of each function at each place. */
export function newestOfEach(points: readonly FoundPoint[]): readonly FoundPoint[] {
  const newest = new Map<string, FoundPoint>();
  for (const point of [...points].sort(newestFirst)) {
    const { ref, source } = point;
    const id = `${source.region} ${ref.prefix} ${ref.resource}`;
    if (!newest.has(id)) newest.set(id, point);
  }
  return [...newest.values()];
}

/** Reads every manifest, in the order given. */
export async function readPoints(points: readonly FoundPoint[]): Promise<readonly ListedPoint[]> {
  const read = async (found: FoundPoint): Promise<ListedPoint> => {
    try {
      return { ...found, point: await readPoint(found.source.store, found.ref.key) };
    } catch (error) {
      if (error instanceof ManifestError) return { ...found, problem: error.message };
      throw error;
    }
  };
  return Readable.from(points).map(read, { concurrency: READS_AT_ONCE }).toArray();
}

/** Runs begin with the UTC time; equal ones are told apart by name, so that the order is the same every time. */
export function newestFirst(a: FoundPoint, b: FoundPoint): number {
  const order = (x: string, y: string): number => (x < y ? -1 : Number(x > y));
  return order(b.ref.run, a.ref.run) || order(a.ref.key, b.ref.key);
}
