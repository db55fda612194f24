import { createHash } from "node:crypto";
import {
  ExpiredIteratorException,
  GetRecordsCommand,
  type KinesisClient,
  ListShardsCommand,
  ProvisionedThroughputExceededException,
} from "@aws-sdk/client-kinesis";
import type { ReadStream, StreamShard } from "../../drain/stream.ts";

type Kinesis = Pick<KinesisClient, "send">;

/** `isSpread`: where a record lies says nothing of its keys. */
export async function readRecords(
  kinesis: Kinesis,
  arn: string,
  ShardIterator: string,
  Limit: number,
  isSpread: boolean,
): ReturnType<ReadStream["read"]> {
  try {
    const answer = await kinesis.send(new GetRecordsCommand({ StreamARN: arn, ShardIterator, Limit }));
    return {
      records: (answer.Records ?? []).map(({ PartitionKey: key, ...one }) => ({
        sequence: one.SequenceNumber ?? "",
        ...(key !== undefined && { partitionKey: key, ...(!isSpread && { keyHash: hashOf(key) }) }),
        data: one.Data ?? new Uint8Array(),
        arrived: one.ApproximateArrivalTimestamp ?? new Date(0),
      })),
      ...(answer.NextShardIterator !== undefined && { next: answer.NextShardIterator }),
      behindMs: answer.MillisBehindLatest ?? 0,
      children: (answer.ChildShards ?? []).map(({ ShardId, HashKeyRange, ParentShards = [] }) =>
        shardOf(ShardId, HashKeyRange, ParentShards),
      ),
    };
  } catch (error) {
    if (error instanceof ProvisionedThroughputExceededException) return "throttled";
    if (error instanceof ExpiredIteratorException) return "expired";
    throw error;
  }
}

function hashOf(key: string): bigint {
  return BigInt(`0x${createHash("md5").update(key).digest("hex")}`);
}

/** Those that took records since then. The token alone names the stream: Kinesis refuses both together. */
export async function shardsSince(
  kinesis: Kinesis,
  StreamARN: string,
  Timestamp: Date,
): Promise<StreamShard[]> {
  const found: StreamShard[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await kinesis.send(
      new ListShardsCommand(
        NextToken === undefined
          ? { StreamARN, ShardFilter: { Type: "FROM_TIMESTAMP", Timestamp } }
          : { NextToken },
      ),
    );
    for (const { ShardId, HashKeyRange, ParentShardId, AdjacentParentShardId } of answer.Shards ?? [])
      found.push(
        shardOf(
          ShardId,
          HashKeyRange,
          [ParentShardId, AdjacentParentShardId].filter((one) => one !== undefined),
        ),
      );
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return found;
}

function shardOf(
  id: string | undefined,
  range:
    | { readonly StartingHashKey?: string | undefined; readonly EndingHashKey?: string | undefined }
    | undefined,
  parents: readonly string[],
): StreamShard {
  if (id === undefined || range?.StartingHashKey === undefined || range.EndingHashKey === undefined)
    throw new Error("Kinesis answered with a shard without an id or its hash keys");
  return { id, start: BigInt(range.StartingHashKey), end: BigInt(range.EndingHashKey), parents };
}
