import { createHash } from "node:crypto";
import {
  DescribeStreamSummaryCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  ProvisionedThroughputExceededException,
  PutRecordsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-kinesis";
import { parseArn } from "../../core/arn.ts";
import type { FilledQueue } from "../../drain/ports.ts";
import type { ReadStream, StreamShard } from "../../drain/stream.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

/** What PutRecords takes. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MOST = 500;
/** Bytes that a shard takes in a second: more would be refused, were they all for one. */
const LARGEST = 1024 * 1024;
const HOUR_MS = 3_600_000;

type Kinesis = Pick<KinesisClient, "send">;

/** A stream of this account and region, by its name. @throws CommandError where there is none */
export async function findStream(
  kinesis: Kinesis,
  StreamName: string,
  region: string,
): Promise<ReadStream & FilledQueue> {
  const { StreamDescriptionSummary: found } = await kinesis
    .send(new DescribeStreamSummaryCommand({ StreamName }))
    .catch((error: unknown) => {
      throw error instanceof ResourceNotFoundException ? noStream(StreamName, region) : error;
    });
  const { StreamARN: arn, RetentionPeriodHours: hours, StreamCreationTimestamp: made } = found ?? {};
  if (arn === undefined || hours === undefined || made === undefined)
    throw new Error(
      `Kinesis answered without the ARN or the retention of ${StreamName}, or when it was made`,
    );
  return {
    arn,
    made: made.toISOString(),
    retentionMs: hours * HOUR_MS,
    shards: (since) => shardsSince(kinesis, arn, since),
    iterator: async (ShardId, from) => {
      const { ShardIterator } = await kinesis.send(
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
    read: (iterator, most) => read(kinesis, arn, iterator, most),
    fifo: true,
    most: MOST,
    largest: LARGEST,
    refuses: (from) =>
      parseArn(from).service === "kinesis" ? undefined : `${arn} is a stream, and ${from} is not`,
    send: async (messages) => {
      const { Records = [] } = await kinesis.send(
        new PutRecordsCommand({
          StreamARN: arn,
          Records: messages.map(({ body, group = "", hashKey }) => ({
            Data: Buffer.from(body, "base64"),
            PartitionKey: group,
            ...(hashKey !== undefined && { ExplicitHashKey: hashKey }),
          })),
        }),
      );
      return Records.flatMap(({ ErrorCode, ErrorMessage = "" }, at) =>
        ErrorCode === undefined
          ? []
          : [{ at, id: messages[at]?.id ?? "", why: [ErrorCode, ErrorMessage].filter(Boolean).join(": ") }],
      );
    },
  };
}

async function read(kinesis: Kinesis, arn: string, ShardIterator: string, Limit: number) {
  try {
    const answer = await kinesis.send(new GetRecordsCommand({ StreamARN: arn, ShardIterator, Limit }));
    return {
      records: (answer.Records ?? []).map((one) => ({
        sequence: one.SequenceNumber ?? "",
        partitionKey: one.PartitionKey ?? "",
        keyHash: BigInt(
          `0x${createHash("md5")
            .update(one.PartitionKey ?? "")
            .digest("hex")}`,
        ),
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

/** The token alone names the stream: Kinesis refuses both together. */
async function shardsSince(kinesis: Kinesis, StreamARN: string, Timestamp: Date): Promise<StreamShard[]> {
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

function noStream(name: string, region: string): CommandError {
  return new CommandError(
    `there is no stream ${name} in ${region}`,
    EXIT.bad,
    `aws kinesis list-streams --region ${region} shows those that are there`,
  );
}
