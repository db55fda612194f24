import { Readable } from "node:stream";
import { isOfObject } from "../../core/of-object.ts";
import { changesBetween, type PointChange } from "../../restore/history/changes.ts";
import { type Held, type HeldPorts, readHeld } from "../../restore/history/held.ts";
import { PointError } from "../../restore/load-thing.ts";
import { explainError } from "../aws/aws-error.ts";
import type { Io } from "../terminal/io.ts";
import type { ListedPoint } from "./find-points.ts";

/** Documents read at once, as manifests are; so many stay in memory, and no more. */
const READS_AT_ONCE = 48;

/** A point with what changed from the one before. */
export interface Moment {
  readonly listed: ListedPoint;
  /** Absent: there is no older one, or one of both cannot be read. */
  readonly changes?: readonly PointChange[];
  /** Why its document cannot be used. */
  readonly problem?: string;
  readonly hint?: string;
  /** Why its secrets could not be compared. */
  readonly sealed?: string;
}

type Read = Pick<Moment, "listed" | "problem" | "hint"> & { readonly held?: Held };

/** What changed from point to point: given newest first, each with what differs from the next one that can be read. */
export async function* readHistory(
  ports: Omit<HeldPorts, "source">,
  points: readonly ListedPoint[],
  env: Io["env"],
): AsyncIterable<Moment> {
  const read = async (listed: ListedPoint): Promise<Read> => {
    if ("problem" in listed) return { listed };
    const { source, point } = listed;
    try {
      return { listed, held: await readHeld({ ...ports, source }, point) };
    } catch (error) {
      if (error instanceof PointError) return { listed, problem: error.message, hint: error.hint };
      if (!isOfObject(error)) throw error;
      const { message, hint } = explainError(error, env);
      return { listed, problem: message, ...(hint !== undefined && { hint }) };
    }
  };
  const all = Readable.from(points).map(read, { concurrency: READS_AT_ONCE }) as AsyncIterable<Read>;
  // Those that cannot be read wait for the next one that can, with the newest that can.
  let waiting: Read[] = [];
  for await (const one of all) {
    if (waiting[0]?.held !== undefined && one.held !== undefined) {
      yield* toldOf(waiting, one.held);
      waiting = [];
    } else if (waiting[0] !== undefined && waiting[0].held === undefined) {
      yield* toldOf(waiting);
      waiting = [];
    }
    waiting.push(one);
  }
  yield* toldOf(waiting);
}

function* toldOf([first, ...unread]: readonly Read[], before?: Held): Iterable<Moment> {
  if (first === undefined) return;
  const { held, ...moment } = first;
  const sealed = held?.sealed ?? before?.sealed;
  yield {
    ...moment,
    ...(held !== undefined && before !== undefined && { changes: changesBetween(before, held) }),
    ...(sealed !== undefined && before !== undefined && { sealed }),
  };
  for (const { held: _, ...one } of unread) yield one;
}
