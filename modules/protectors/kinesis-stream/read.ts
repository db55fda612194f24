import {
  DescribeStreamSummaryCommand,
  GetResourcePolicyCommand,
  type KinesisClient,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-kinesis";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { CallError, call } from "../kit/calls.ts";
import { parseExactObject } from "../kit/exact-json.ts";
import { everyPage } from "../kit/pages.ts";
import type { StreamConsumer, StreamSettings } from "./document.ts";
import { type OpenShard, openShard } from "./shards.ts";

/** What reading a stream asks. */
export interface StreamReads {
  readonly kinesis: Pick<KinesisClient, "send">;
}

/** What Kinesis tells of a stream itself. */
export interface StreamSummary extends Omit<StreamSettings, "shards" | "policy"> {
  /** CREATING, ACTIVE, UPDATING or DELETING. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

export const READ = "kinesis:DescribeStreamSummary";

export async function readSummary({ kinesis }: StreamReads, arn: string): Promise<StreamSummary> {
  const { StreamDescriptionSummary: found } = await call(READ, arn, () =>
    kinesis.send(new DescribeStreamSummaryCommand({ StreamARN: arn })),
  );
  if (found?.StreamARN !== arn)
    throw new CallError(READ, arn, new Error(`it answered for ${found?.StreamARN ?? "no stream"}`));
  const mode = found.StreamModeDetails?.StreamMode ?? "PROVISIONED";
  // While it is scaled, the target is what somebody asked for.
  const warm = found.WarmThroughput?.TargetMiBps ?? found.WarmThroughput?.CurrentMiBps ?? 0;
  const metrics = found.EnhancedMonitoring?.flatMap((one) => one.ShardLevelMetrics ?? []) ?? [];
  const { RetentionPeriodHours: hours, MaxRecordSizeInKiB: most, StreamCreationTimestamp: made } = found;
  const { RecordDistributionStrategy: strategy, ChannelCount: channels = 0 } = found;
  if (hours === undefined || found.StreamStatus === undefined)
    throw new CallError(READ, arn, new Error("answered without a status or a retention period"));
  return {
    status: found.StreamStatus,
    mode,
    retentionPeriodHours: hours,
    ...(found.EncryptionType === "KMS" && { keyId: keyOf(found.KeyId, arn) }),
    ...(most !== undefined && { maxRecordSizeInKiB: most }),
    ...(mode === "ON_DEMAND" && warm > 0 && { warmThroughputMiBps: warm }),
    ...(mode === "ON_DEMAND" && strategy !== undefined && { recordDistributionStrategy: strategy }),
    ...(channels > 0 && { channels }),
    shardLevelMetrics: [...new Set(metrics)].sort(),
    ...(made !== undefined && { since: made.getTime() }),
  };
}

function keyOf(keyId: string | undefined, arn: string): string {
  if (keyId !== undefined && keyId !== "") return keyId;
  throw new CallError(READ, arn, new Error("it is encrypted, and the answer names no key"));
}

/** Open shards, by their keys. The token alone names the stream: Kinesis refuses both together. */
export async function openShards({ kinesis }: StreamReads, arn: string): Promise<OpenShard[]> {
  const pages = everyPage(
    "kinesis:ListShards",
    arn,
    (NextToken) =>
      kinesis.send(
        new ListShardsCommand(
          NextToken === undefined ? { StreamARN: arn, ShardFilter: { Type: "AT_LATEST" } } : { NextToken },
        ),
      ),
    ({ NextToken }) => NextToken,
  );
  const found: OpenShard[] = [];
  for await (const { Shards = [] } of pages) found.push(...Shards.flatMap((one) => openShard(one) ?? []));
  return found.sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** Sorted by name; those that are being deregistered are gone. */
export async function readConsumers(
  { kinesis }: StreamReads,
  arn: string,
): Promise<Pick<StreamConsumer, "name" | "arn">[]> {
  const pages = everyPage(
    "kinesis:ListStreamConsumers",
    arn,
    (NextToken) => kinesis.send(new ListStreamConsumersCommand({ StreamARN: arn, NextToken })),
    ({ NextToken }) => NextToken,
  );
  const found: Pick<StreamConsumer, "name" | "arn">[] = [];
  for await (const { Consumers = [] } of pages)
    for (const { ConsumerName: name, ConsumerARN, ConsumerStatus } of Consumers) {
      if (name === undefined || ConsumerARN === undefined)
        throw new CallError(
          "kinesis:ListStreamConsumers",
          arn,
          new Error("a consumer without a name or an ARN"),
        );
      if (ConsumerStatus !== "DELETING") found.push({ name, arn: ConsumerARN });
    }
  return found.sort((a, b) => compareText(a.name, b.name));
}

/** Of a stream or a consumer; Kinesis answers with an empty object where there is none. */
export async function readResourcePolicy(
  { kinesis }: StreamReads,
  arn: string,
): Promise<JsonObject | undefined> {
  const asked = "kinesis:GetResourcePolicy";
  const { Policy = "{}" } = await call(asked, arn, () =>
    kinesis.send(new GetResourcePolicyCommand({ ResourceARN: arn })),
  );
  const value = parseExactObject(Policy);
  if (value !== undefined) return Object.keys(value).length === 0 ? undefined : value;
  throw new CallError(asked, arn, new Error("the policy is not a JSON object"));
}

/** Of a stream or a consumer. */
export async function readTags({ kinesis }: StreamReads, arn: string): Promise<Record<string, string>> {
  const { Tags = [] } = await call("kinesis:ListTagsForResource", arn, () =>
    kinesis.send(new ListTagsForResourceCommand({ ResourceARN: arn })),
  );
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Consumers with all that is theirs. */
export async function readWholeConsumers(reads: StreamReads, arn: string): Promise<StreamConsumer[]> {
  const found: StreamConsumer[] = [];
  for (const one of await readConsumers(reads, arn)) {
    const policy = await readResourcePolicy(reads, one.arn);
    found.push({ ...one, ...(policy && { policy }), tags: await readTags(reads, one.arn) });
  }
  return found;
}
