import {
  DescribeContinuousBackupsCommand,
  DescribeKinesisStreamingDestinationCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetResourcePolicyCommand,
  ListContributorInsightsCommand,
  ListTagsOfResourceCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { CallError, call, callOrNone } from "../kit/calls.ts";
import { parseExactObject } from "../kit/exact-json.ts";
import { everyPage } from "../kit/pages.ts";
import type { Destination, Insights, TableSettings } from "./document.ts";
import { readScaling, type ScalingReads } from "./read-scaling.ts";
import { settingsOf } from "./settings.ts";

/** What reading a table asks. */
export interface TableReads extends ScalingReads {
  readonly dynamodb: Pick<DynamoDBClient, "send">;
  /** Whether a key is one that AWS keeps for DynamoDB: a table says of both only their ARN. */
  readonly isAwsKey: (key: string) => Promise<boolean>;
}

/** A table and all that belongs to it. */
export interface ReadTable extends TableSettings {
  readonly description: TableDescription;
}

export async function readDescription(
  { dynamodb }: Pick<TableReads, "dynamodb">,
  name: string,
): Promise<TableDescription> {
  const { Table } = await call("dynamodb:DescribeTable", name, () =>
    dynamodb.send(new DescribeTableCommand({ TableName: name })),
  );
  if (Table?.TableArn === undefined || Table.TableId === undefined)
    throw new CallError("dynamodb:DescribeTable", name, new Error("answered without a table"));
  return Table;
}

/** All of a table that is there, in as many calls as it has parts. */
export async function readTable(reads: TableReads, name: string): Promise<ReadTable> {
  const description = await readDescription(reads, name);
  const { TableArn: arn = "", LatestStreamArn: streamArn, StreamSpecification: stream } = description;
  const ttl = await readTtl(reads, name);
  const recovery = await readRecovery(reads, name);
  const policy = await readPolicy(reads, arn, name);
  const isOn = stream?.StreamEnabled === true && streamArn !== undefined;
  const streamPolicy = isOn ? await readPolicy(reads, streamArn, name) : undefined;
  const settings = settingsOf(description, await hasAwsKey(reads, description));
  return {
    description,
    settings,
    ...(isOn && {
      stream: {
        arn: streamArn,
        view: stream.StreamViewType ?? "",
        ...(streamPolicy !== undefined && { policy: streamPolicy }),
      },
    }),
    ...(ttl !== undefined && { ttl }),
    ...(recovery !== undefined && { recovery }),
    insights: await readInsights(reads, name),
    ...(policy !== undefined && { policy }),
    destinations: await readDestinations(reads, name),
    scaling: await readScaling(reads, name, description),
    tags: await readTags(reads, arn, name),
  };
}

async function hasAwsKey({ isAwsKey }: TableReads, { SSEDescription: sse }: TableDescription) {
  const key = sse?.KMSMasterKeyArn;
  return key !== undefined && (await call("kms:DescribeKey", key, () => isAwsKey(key)));
}

async function readTtl({ dynamodb }: TableReads, name: string): Promise<string | undefined> {
  const { TimeToLiveDescription: ttl } = await call("dynamodb:DescribeTimeToLive", name, () =>
    dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name })),
  );
  return ttl?.TimeToLiveStatus === "ENABLED" || ttl?.TimeToLiveStatus === "ENABLING"
    ? ttl.AttributeName
    : undefined;
}

/** Of DynamoDB before periods could be set, all of its 35 days. */
async function readRecovery({ dynamodb }: TableReads, name: string): Promise<number | undefined> {
  const { ContinuousBackupsDescription: backups } = await call(
    "dynamodb:DescribeContinuousBackups",
    name,
    () => dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: name })),
  );
  const recovery = backups?.PointInTimeRecoveryDescription;
  return recovery?.PointInTimeRecoveryStatus === "ENABLED"
    ? (recovery.RecoveryPeriodInDays ?? 35)
    : undefined;
}

async function readPolicy(
  { dynamodb }: TableReads,
  arn: string,
  name: string,
): Promise<JsonObject | undefined> {
  const what = "dynamodb:GetResourcePolicy";
  const found = await callOrNone(what, name, () =>
    dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: arn })),
  );
  if (found?.Policy === undefined || found.Policy === "") return undefined;
  const policy = parseExactObject(found.Policy);
  if (policy !== undefined) return policy;
  throw new CallError(what, name, new Error("the policy is not a JSON object"));
}

async function readInsights({ dynamodb }: TableReads, name: string): Promise<readonly Insights[]> {
  const found: Insights[] = [];
  const pages = everyPage(
    "dynamodb:ListContributorInsights",
    name,
    (NextToken) => dynamodb.send(new ListContributorInsightsCommand({ TableName: name, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { ContributorInsightsSummaries: all = [] } of pages)
    for (const { IndexName: index, ContributorInsightsStatus: status, ContributorInsightsMode: mode } of all)
      if (status === "ENABLED" || status === "ENABLING")
        found.push({
          ...(index !== undefined && index !== "" && { index }),
          mode: mode ?? "ACCESSED_AND_THROTTLED_KEYS",
        });
  return found.sort((a, b) => compareText(a.index ?? "", b.index ?? ""));
}

/** Those that are told changes now, or will be in a moment. */
async function readDestinations(
  { dynamodb }: Pick<TableReads, "dynamodb">,
  name: string,
): Promise<readonly Destination[]> {
  const { KinesisDataStreamDestinations: all = [] } = await call(
    "dynamodb:DescribeKinesisStreamingDestination",
    name,
    () => dynamodb.send(new DescribeKinesisStreamingDestinationCommand({ TableName: name })),
  );
  return all
    .flatMap(({ StreamArn: stream, DestinationStatus: status, ApproximateCreationDateTimePrecision: is }) =>
      stream !== undefined && /^(ENABLING|ACTIVE|UPDATING)$/.test(status ?? "")
        ? [{ stream, ...(is !== undefined && { precision: is }) }]
        : [],
    )
    .sort((a, b) => compareText(a.stream, b.stream));
}

export async function readTags(
  { dynamodb }: Pick<TableReads, "dynamodb">,
  arn: string,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const tags: (readonly [string, string])[] = [];
  const pages = everyPage(
    "dynamodb:ListTagsOfResource",
    name,
    (NextToken) => dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { Tags = [] } of pages)
    for (const { Key = "", Value = "" } of Tags) tags.push([Key, Value]);
  return Object.fromEntries(tags);
}
