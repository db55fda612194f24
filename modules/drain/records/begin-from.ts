import type { ReadStream } from "../stream.ts";
import { type RecordsIndex, rowOf, standingOf } from "./index-form.ts";

/**
 * A stream that is read for the first time is begun so much later than it keeps records: what is about to expire would
 * while the first read of each shard is made.
 */
const EDGE_MS = 2 * 60_000;

export interface Begun {
  readonly index: RecordsIndex;
  /** What a person must know, such as records that expired before they were read. */
  readonly warnings: readonly string[];
}

/** Where a run reads on: after what an earlier one has read, where nothing can be missing in between, else from the window on. */
export async function beginFrom(
  stream: ReadStream,
  earlier: RecordsIndex | undefined,
  windowMs: number,
  now: number,
): Promise<Begun> {
  const all = await stream.shards();
  // Nobody wants what arrived between that and the window.
  const isBefore =
    earlier !== undefined && earlier.made === stream.made && Date.parse(earlier.until) < now - windowMs;
  const why =
    earlier && !isBefore ? whyNotFrom(stream, earlier, new Set(all.map(({ id }) => id)), now) : undefined;
  if (earlier !== undefined && !isBefore && why === undefined) {
    const told = new Set(all.map(({ id }) => id));
    return { index: { ...earlier, ended: earlier.ended.filter((id) => told.has(id)) }, warnings: [] };
  }
  const since = new Date(Math.max(now - windowMs, now - stream.retentionMs + edge(stream)));
  const recent = new Set((await stream.shards(since)).map(({ id }) => id));
  const index: RecordsIndex = {
    ...{ format: 1, stream: stream.arn, made: stream.made },
    ...{ since: since.toISOString(), until: since.toISOString() },
    ...{ chunks: [], keys: [], shards: [] },
    ended: all.flatMap(({ id }) => (recent.has(id) ? [] : id)),
  };
  return {
    index,
    warnings:
      why === undefined ? [] : [`${why}: this point holds records from ${since.toISOString()} on alone`],
  };
}

/** What of an index a point of a window names: chunks and gaps of which all came before are left away. */
export function within(index: RecordsIndex, windowMs: number): RecordsIndex {
  const from = Date.parse(index.until) - windowMs;
  const since = new Date(Math.max(from, Date.parse(index.since))).toISOString();
  const chunks = index.chunks.filter(({ last }) => last >= since);
  const used = [...new Set(chunks.map(({ key }) => key))].toSorted((a, b) => a - b);
  const { gaps = [], ...rest } = index;
  const lacking = gaps.filter(({ until }) => until > since);
  return {
    ...rest,
    ...(lacking.length > 0 && { gaps: lacking }),
    since,
    chunks: chunks.map((chunk) => ({ ...chunk, key: used.indexOf(chunk.key) })),
    keys: used.flatMap((place) => index.keys[place] ?? []),
  };
}

/** Where it names as many chunks as a point can: the same from later on, without the oldest quarter of them, so that reading goes on. */
export function newestParts(index: RecordsIndex, most: number): RecordsIndex {
  if (index.chunks.length < most) return index;
  const oldest = index.chunks.map(({ last }) => last).sort()[Math.ceil(most / 4) - 1];
  const since = Date.parse(oldest ?? index.since) + 1;
  // One shard may be read further than another: then nothing is whole yet, from when on it will be.
  const until = Math.max(Date.parse(index.until), since);
  return within({ ...index, until: new Date(until).toISOString() }, until - since);
}

function edge({ retentionMs }: ReadStream): number {
  return Math.min(EDGE_MS, retentionMs / 10);
}

function whyNotFrom(
  stream: ReadStream,
  earlier: RecordsIndex,
  told: ReadonlySet<string>,
  now: number,
): string | undefined {
  if (earlier.made !== stream.made)
    return `it was made again at ${stream.made}, and what was read before is of another one, in points of before`;
  const expired = standingOf(earlier).places.find(
    ({ shard, reached }) => !told.has(shard.id) || reached < now - stream.retentionMs,
  );
  if (expired === undefined) return undefined;
  const { id, reached } = rowOf(expired);
  return `records of ${id} from ${reached} on may have expired before they were read`;
}
