import { MergeShardsCommand, SplitShardCommand } from "@aws-sdk/client-kinesis";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { openShards } from "../read.ts";
import { countToCreate, evenStarts, type OpenShard, resharding, startsOf } from "../shards.ts";
import { change, type Draft, overwriting } from "./draft.ts";

const SPLIT = "kinesis:SplitShard";
const MERGE = "kinesis:MergeShards";

/** Shards with the same keys as they had. First all are split, then merged: meanwhile there are more, never fewer. */
export function planShards(draft: Draft): void {
  const { live, document, resource, steps, warnings } = draft;
  if (document.shards === undefined) return;
  const wanted = startsOf(document.shards);
  const now = live?.shards.map(({ start }) => start) ?? evenStarts(countToCreate(wanted));
  const { splits, merges } = resharding(now, wanted);
  const changes = splits.length + merges.length;
  if (changes > 1)
    warnings.push(
      `shards of ${resource} are split and merged ${changes} times, one after the other: each may take AWS a minute`,
    );
  const effect = overwriting(draft);
  if (splits.length > 0)
    steps.push({
      title: `split ${times(splits.length, "shard")} of ${resource}`,
      call: SPLIT,
      effect,
      perform: async () => {
        for (const key of splits) await split(draft, key);
      },
    });
  if (merges.length > 0)
    steps.push({
      title: `merge ${times(merges.length, "pair")} of shards of ${resource}`,
      call: MERGE,
      effect,
      perform: async () => {
        for (const key of merges) await merge(draft, key);
      },
    });
}

function times(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

async function split(draft: Draft, key: bigint): Promise<void> {
  const { ports, document } = draft;
  const shards = await openShards(ports, document.arn);
  if (shards.some(({ start }) => start === key)) return;
  const { id } = found(draft, SPLIT, key, ({ start, end }) => start < key && key <= end, shards);
  await change(draft, SPLIT, () =>
    ports.kinesis.send(
      new SplitShardCommand({ StreamARN: document.arn, ShardToSplit: id, NewStartingHashKey: String(key) }),
    ),
  );
}

async function merge(draft: Draft, key: bigint): Promise<void> {
  const { ports, document } = draft;
  const shards = await openShards(ports, document.arn);
  const second = shards.find(({ start }) => start === key);
  if (second === undefined) return;
  const first = found(draft, MERGE, key, ({ end }) => end === key - 1n, shards);
  await change(draft, MERGE, () =>
    ports.kinesis.send(
      new MergeShardsCommand({
        StreamARN: document.arn,
        ShardToMerge: first.id,
        AdjacentShardToMerge: second.id,
      }),
    ),
  );
}

function found(
  { resource }: Draft,
  call: string,
  key: bigint,
  fits: (shard: OpenShard) => boolean,
  shards: readonly OpenShard[],
): OpenShard {
  const shard = shards.find(fits);
  if (shard !== undefined) return shard;
  throw new RestoreError(resource, call, `no open shard has hash key ${key}`, AGAIN);
}
