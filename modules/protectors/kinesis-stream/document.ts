import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `StreamDocument`; another number is another form. */
export const FORMAT = 1;

/** Hash keys of one open shard, both ends among them: whole numbers below 2^128, as texts. */
export interface HashKeyRange {
  readonly startingHashKey: string;
  readonly endingHashKey: string;
}

/** What a stream does, as Kinesis was told, apart from who reads it. */
export interface StreamSettings {
  readonly mode: "ON_DEMAND" | "PROVISIONED";
  /** Open ones, by their keys. Of a provisioned stream alone: those of another AWS splits and merges as it likes. */
  readonly shards?: readonly HashKeyRange[];
  /** 24 to 8760. */
  readonly retentionPeriodHours: number;
  /** An ARN, an id, an alias. Absent: the stream is not encrypted with a key of KMS. */
  readonly keyId?: string;
  /** 1024 to 10240. Absent: Kinesis does not tell, and it is 1024. */
  readonly maxRecordSizeInKiB?: number;
  /** Of an on-demand stream, where its account pays for it. */
  readonly warmThroughputMiBps?: number;
  /** Of an on-demand stream: whether partition keys say where records go. Absent: Kinesis did not tell, or was not asked. */
  readonly recordDistributionStrategy?: "AUTO" | "USER_PARTITION_KEY";
  /** How many channels deliver its records to S3. Absent: none, or not known. They are not kept. */
  readonly channels?: number;
  /** Metrics that CloudWatch gets for each shard, sorted. */
  readonly shardLevelMetrics: readonly string[];
  /** Who else may use the stream: its resource policy. */
  readonly policy?: JsonObject;
}

/** One that reads by enhanced fan-out, at a rate of its own. */
export interface StreamConsumer {
  readonly name: string;
  /** It ends in when the consumer was registered: registered again it is another one. */
  readonly arn: string;
  readonly policy?: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a stream was: the part of a recovery point that a restore reads. Records are no part of it. */
export interface StreamDocument extends StreamSettings {
  readonly kind: "kinesis-stream";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Sorted by name. */
  readonly consumers: readonly StreamConsumer[];
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parseStream = parserOf<StreamDocument>(schema, "the document of a stream");
