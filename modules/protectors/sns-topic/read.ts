import {
  GetDataProtectionPolicyCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  type Subscription as Listed,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  type SNSClient,
} from "@aws-sdk/client-sns";
import { errorText } from "../../core/error-text.ts";
import { CallError, call, causeOf, isRefused } from "../kit/calls.ts";
import { everyPage } from "../kit/pages.ts";
import { nameOfTopic } from "./arn.ts";
import type { SubscriptionSettings, TopicSettings } from "./document.ts";
import { settingsOf } from "./settings.ts";
import { byEndpoint, subscriptionSettings } from "./subscription.ts";

/** What reading a topic asks. */
export interface TopicReads {
  readonly sns: Pick<SNSClient, "send">;
}

/** One subscription as lists show it. */
export interface ListedSubscription {
  /** Absent: it is not confirmed. */
  readonly arn?: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly owner: string;
}

export async function readAttributes(
  { sns }: TopicReads,
  arn: string,
): Promise<Readonly<Record<string, string>>> {
  const asked = "sns:GetTopicAttributes";
  const { Attributes = {} } = await call(asked, nameOfTopic(arn), () =>
    sns.send(new GetTopicAttributesCommand({ TopicArn: arn })),
  );
  if (Attributes.TopicArn !== arn)
    throw new CallError(
      asked,
      nameOfTopic(arn),
      new Error(`it answered for ${Attributes.TopicArn ?? "no topic"}, not for ${arn}`),
    );
  return Attributes;
}

/**
 * Settings of a topic whose attributes were read. SNS has no policy on data for FIFO topics, and since April 30, 2026 none
 * for customers who had none: a refusal is told, and the rest of the topic is read.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-data-protection-availability-change.html
 * @param refused is told why it may not be read
 */
export async function readSettings(
  { sns }: TopicReads,
  arn: string,
  attributes: Readonly<Record<string, string>>,
  refused: (why: string) => void,
): Promise<TopicSettings> {
  if (attributes.FifoTopic === "true") return settingsOf(arn, attributes, undefined);
  try {
    const { DataProtectionPolicy } = await call("sns:GetDataProtectionPolicy", nameOfTopic(arn), () =>
      sns.send(new GetDataProtectionPolicyCommand({ ResourceArn: arn })),
    );
    return settingsOf(arn, attributes, DataProtectionPolicy);
  } catch (error) {
    if (!isRefused(error)) throw error;
    refused(errorText(causeOf(error)));
    return { ...settingsOf(arn, attributes, undefined), dataProtectionUnread: true };
  }
}

export async function readTags({ sns }: TopicReads, arn: string): Promise<Record<string, string>> {
  const { Tags = [] } = await call("sns:ListTagsForResource", nameOfTopic(arn), () =>
    sns.send(new ListTagsForResourceCommand({ ResourceArn: arn })),
  );
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Whom a topic tells, sorted. */
export async function listSubscriptions(reads: TopicReads, arn: string): Promise<ListedSubscription[]> {
  const found: ListedSubscription[] = [];
  for await (const page of subscriptionPages(reads, arn)) found.push(...page);
  return found.sort(byEndpoint);
}

/** The same page by page, as SNS lists them. Those that were deleted stay on the list for a while. */
export async function* subscriptionPages(
  { sns }: TopicReads,
  arn: string,
): AsyncIterable<readonly ListedSubscription[]> {
  const pages = everyPage(
    "sns:ListSubscriptionsByTopic",
    nameOfTopic(arn),
    (NextToken) => sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { Subscriptions = [] } of pages)
    yield Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn !== "Deleted").map(listed);
}

export async function readSubscription({ sns }: TopicReads, arn: string): Promise<SubscriptionSettings> {
  const { Attributes = {} } = await call("sns:GetSubscriptionAttributes", arn, () =>
    sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn })),
  );
  return subscriptionSettings(arn, Attributes);
}

function listed({
  SubscriptionArn = "",
  Protocol = "",
  Endpoint = "",
  Owner = "",
}: Listed): ListedSubscription {
  return {
    ...(SubscriptionArn.startsWith("arn:") && { arn: SubscriptionArn }),
    protocol: Protocol,
    endpoint: Endpoint,
    owner: Owner,
  };
}
