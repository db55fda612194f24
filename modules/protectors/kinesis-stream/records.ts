import { createHash } from "node:crypto";
import {
  DescribeStreamSummaryCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  type KinesisClientConfig,
  ListShardsCommand,
  ProvisionedThroughputExceededException,
} from "@aws-sdk/client-kinesis";
import type { ReadStream, RecordStream, StreamShard } from "../../drain/stream.ts";
import { orNone } from "../kit/attempt.ts";

const HOUR_MS = 3_600_000;

type Kinesis = Pick<KinesisClient, "send">;

/** Asks once: an attempt of the SDK's own would be a read beside the one that its reader counts. */
export class RecordReader extends KinesisClient {
  constructor(settings: KinesisClientConfig) {
    super({ ...settings, maxAttempts: 1, retryMode: "standard" });
  }
}

/** The records of a stream of this account and region, by its name. Undefined: there is none. */
export async function recordsOf(
  kinesis: Kinesis,
  reader: Kinesis,
  StreamName: string,
): Promise<RecordStream | undefined> {
  const answer = await orNone(() => kinesis.send(new DescribeStreamSummaryCommand({ StreamName })));
  if (answer === undefined) return undefined;
  const { StreamDescriptionSummary: found = undefined } = answer;
  const { StreamARN: arn, RetentionPeriodHours: hours, StreamCreationTimestamp: made } = found ?? {};
  if (arn === undefined || hours === undefined || made === undefined)
    throw new Error(
      `Kinesis answered without the ARN or the retention of ${StreamName}, or when it was made`,
    );
  // Then no key says where a record goes, or in which order those of one key come.
  const isSpread = found?.RecordDistributionStrategy === "AUTO";
  return {
    arn,
    made: made.toISOString(),
    retentionMs: hours * HOUR_MS,
    isSpread,
    shards: (since) => shardsSince(kinesis, arn, since),
    iterator: async (ShardId, from) => {
      const { ShardIterator } = await reader.send(
        new GetShardIteratorCommand({
          StreamARN: arn,
          ShardId,
          ...(typeof from === "string"
            ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: from }
            : { ShardIteratorType: "AT_TIMESTAMP", Timestamp: from }),
        }),
      );
      if (ShardIterator === undefined) throw new Error(`Kinesis answered without an iterator of ${ShardId}`);
      return ShardIterator;
    },
    read: (iterator, most) => readRecords(reader, arn, iterator, most, isSpread),
  };
}

/** `isSpread`: where a record lies says nothing of its keys. */
async function readRecords(
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

/** Those that took records since then, or all. The token alone names the stream: Kinesis refuses both together. */
async function shardsSince(kinesis: Kinesis, StreamARN: string, since?: Date): Promise<StreamShard[]> {
  const found: StreamShard[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await kinesis.send(
      new ListShardsCommand(
        NextToken !== undefined
          ? { NextToken }
          : { StreamARN, ...(since && { ShardFilter: { Type: "FROM_TIMESTAMP", Timestamp: since } }) },
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
