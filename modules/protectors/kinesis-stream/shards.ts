import type { Shard } from "@aws-sdk/client-kinesis";
import type { HashKeyRange } from "./document.ts";

/** One more than the largest hash key. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_HashKeyRange.html */
const KEYS = 2n ** 128n;

/** AWS rounds the ends of shards that it makes of one size: so near they mean the same. */
const ROUNDING = 2n ** 16n;

/** A shard that takes records. */
export interface OpenShard {
  readonly id: string;
  readonly start: bigint;
  readonly end: bigint;
}

/** How shards become others: each once, one after the other. */
export interface Resharding {
  /** Keys at which a shard is split in two. */
  readonly splits: readonly bigint[];
  /** First keys of shards that are merged with the one before. */
  readonly merges: readonly bigint[];
}

/** `undefined`: it is closed. */
export function openShard({
  ShardId,
  HashKeyRange: range,
  SequenceNumberRange,
}: Shard): OpenShard | undefined {
  if (ShardId === undefined || range?.StartingHashKey === undefined || range.EndingHashKey === undefined)
    throw new Error("kinesis:ListShards answered with a shard without an id or its hash keys");
  if (SequenceNumberRange?.EndingSequenceNumber !== undefined) return undefined;
  return { id: ShardId, start: BigInt(range.StartingHashKey), end: BigInt(range.EndingHashKey) };
}

export function rangeOf({ start, end }: OpenShard): HashKeyRange {
  return { startingHashKey: String(start), endingHashKey: String(end) };
}

/** First keys of so many shards as CreateStream makes them: of one size, the last with what is over. */
export function evenStarts(count: number): bigint[] {
  const step = KEYS / BigInt(count);
  return Array.from({ length: count }, (_, at) => BigInt(at) * step);
}

/** Whether two streams have the same shards. Shards of one size are, wherever AWS rounds. */
export function sameShards(a: readonly HashKeyRange[], b: readonly HashKeyRange[]): boolean {
  const { splits, merges } = resharding(startsOf(a), startsOf(b));
  return splits.length === 0 && merges.length === 0;
}

export function startsOf(ranges: readonly HashKeyRange[]): bigint[] {
  return ranges.map(({ startingHashKey }) => BigInt(startingHashKey));
}

/** From first keys to first keys, both ascending. */
export function resharding(now: readonly bigint[], wanted: readonly bigint[]): Resharding {
  if (now.length === wanted.length && isEven(now) && isEven(wanted)) return { splits: [], merges: [] };
  const [has, wants] = [new Set(now), new Set(wanted)];
  return {
    splits: wanted.filter((start) => !has.has(start)),
    merges: now.filter((start) => !wants.has(start)),
  };
}

/** Streams with more shards than this are made with as many as they need in the end, and then split and merged. */
const MAX_TRIED = 500;

/** With how many shards of one size a stream begins, so that the fewest have to be split and merged after. */
export function countToCreate(wanted: readonly bigint[]): number {
  if (isEven(wanted) || wanted.length > MAX_TRIED) return wanted.length;
  let best = { count: wanted.length, changes: Number.POSITIVE_INFINITY };
  for (let count = wanted.length; count >= 1; count--) {
    const { splits, merges } = resharding(evenStarts(count), wanted);
    const changes = splits.length + merges.length;
    if (changes < best.changes) best = { count, changes };
  }
  return best.count;
}

function isEven(starts: readonly bigint[]): boolean {
  const even = evenStarts(Math.max(starts.length, 1));
  return starts.every((start, at) => {
    const off = start - (even[at] ?? 0n);
    return off < ROUNDING && off > -ROUNDING;
  });
}
