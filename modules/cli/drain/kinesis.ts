import {
  DescribeStreamSummaryCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-kinesis";
import { parseArn } from "../../core/arn.ts";
import type { FilledQueue } from "../../drain/ports.ts";
import type { ReadStream } from "../../drain/stream.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { readRecords, shardsSince } from "./shards.ts";

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
  // Then no key says where a record goes, or in which order those of one key come.
  const isSpread = found?.RecordDistributionStrategy === "AUTO";
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
    read: (iterator, most) => readRecords(kinesis, arn, iterator, most, isSpread),
    fifo: !isSpread,
    most: MOST,
    largest: LARGEST,
    refuses: (from, ungrouped) => {
      if (parseArn(from).service !== "kinesis") return `${arn} is a stream, and ${from} is not`;
      if (isSpread || ungrouped === 0) return undefined;
      return `${arn} takes no record without a partition key, and ${ungrouped} ${ungrouped === 1 ? "has" : "have"} none (aws kinesis update-stream-record-distribution-strategy sets AUTO, which takes them)`;
    },
    send: async (messages) => {
      const { Records = [] } = await kinesis.send(
        new PutRecordsCommand({
          StreamARN: arn,
          Records: messages.map(({ body, group, hashKey }) => ({
            Data: Buffer.from(body, "base64"),
            // Kept as an empty text by earlier versions where there was none.
            ...(group && { PartitionKey: group }),
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

function noStream(name: string, region: string): CommandError {
  return new CommandError(
    `there is no stream ${name} in ${region}`,
    EXIT.bad,
    `aws kinesis list-streams --region ${region} shows those that are there`,
  );
}
