import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  type MetricFilter,
  type SubscriptionFilter,
} from "@aws-sdk/client-cloudwatch-logs";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { CallError, call } from "../kit/calls.ts";
import { pick, toJson } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import type { LogGroupDocument } from "./document.ts";
import { mayHaveFilters, whereClassHas } from "./of-class.ts";
import { readPolicies } from "./policies.ts";

/** What reading a log group asks. */
export interface LogReads {
  readonly logs: Pick<CloudWatchLogsClient, "send">;
}

/** A log group whole, with every tag, a restore's too. */
export type ReadGroup = Omit<LogGroupDocument, "kind" | "name" | "account" | "region">;

const FIND = "logs:DescribeLogGroups";

/** `undefined` when no group has this name. */
export async function readGroup(reads: LogReads, name: string): Promise<ReadGroup | undefined> {
  const found = await findGroup(reads, name);
  if (found === undefined) return undefined;
  const { logGroupArn: arn } = found;
  if (arn === undefined) throw new CallError(FIND, name, new Error("answered without an ARN"));
  const { tags = {} } = await call("logs:ListTagsForResource", name, () =>
    reads.logs.send(new ListTagsForResourceCommand({ resourceArn: arn })),
  );
  const settings = settingsOf(found);
  const asked = mayHaveFilters(found);
  return {
    arn,
    settings,
    metricFilters: asked ? await readMetricFilters(reads, name) : [],
    subscriptionFilters: asked ? await readFilters(reads, name) : [],
    ...(asked && (await readPolicies(reads, name))),
    tags,
  };
}

/** Groups are sorted by name, so that one comes before all others whose names begin with it. */
export async function findGroup({ logs }: LogReads, name: string): Promise<LogGroup | undefined> {
  for await (const { logGroups = [] } of groupsFrom({ logs }, name)) {
    const found = logGroups.find(({ logGroupName }) => logGroupName === name);
    if (found !== undefined || logGroups.length > 0) return found;
  }
  return undefined;
}

/** Pages of the groups whose names begin so; of the region's, where nothing is said. */
export function groupsFrom({ logs }: LogReads, prefix: string | undefined, resource = prefix ?? "") {
  return everyPage(
    FIND,
    resource,
    (nextToken) => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: prefix, nextToken })),
    ({ nextToken }) => nextToken,
  );
}

/**
 * Without what goes by itself, and what is as it is where nobody says anything. Where a retention policy of the account
 * applies, AWS tells its days in place of the group's own, which nobody can read then.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
 */
function settingsOf(group: LogGroup): JsonObject {
  const { logGroupClass, retentionInDays, ...settings } = pick(group, [
    "logGroupClass",
    "kmsKeyId",
    "retentionInDays",
    "retentionPolicyName",
    "deletionProtectionEnabled",
    "bearerTokenAuthenticationEnabled",
  ]);
  const told = Object.entries(settings).filter(([, value]) => value !== false);
  return {
    ...Object.fromEntries(told),
    ...(logGroupClass !== undefined && logGroupClass !== "STANDARD" && { logGroupClass }),
    // Of the class DELIVERY AWS keeps events for a time of its own.
    ...(retentionInDays !== undefined &&
      settings.retentionPolicyName === undefined &&
      logGroupClass !== "DELIVERY" && { retentionInDays }),
  };
}

async function readMetricFilters({ logs }: LogReads, name: string): Promise<JsonObject[]> {
  const pages = everyPage(
    "logs:DescribeMetricFilters",
    name,
    (nextToken) => logs.send(new DescribeMetricFiltersCommand({ logGroupName: name, nextToken })),
    ({ nextToken }) => nextToken,
  );
  const found: MetricFilter[] = [];
  await whereClassHas(async () => {
    for await (const { metricFilters = [] } of pages) found.push(...metricFilters);
  });
  return written(found);
}

/** The subscription filters of a group. @throws CallError, also where no group has this name */
export async function readFilters({ logs }: LogReads, name: string): Promise<JsonObject[]> {
  const pages = everyPage(
    "logs:DescribeSubscriptionFilters",
    name,
    (nextToken) => logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName: name, nextToken })),
    ({ nextToken }) => nextToken,
  );
  const found: SubscriptionFilter[] = [];
  await whereClassHas(async () => {
    for await (const { subscriptionFilters = [] } of pages) found.push(...subscriptionFilters);
  });
  return written(found);
}

/** As they are put, sorted by name: whatever a filter has that can be written, also what is not known yet. */
function written(filters: readonly (MetricFilter | SubscriptionFilter)[]): JsonObject[] {
  return filters
    .map(({ logGroupName: _, creationTime: __, ...filter }) => toJson(filter) as JsonObject)
    .sort((a, b) => compareText(nameOf(a), nameOf(b)));
}

export function nameOf({ filterName }: JsonObject): string {
  return String(filterName ?? "");
}
