import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import type { Subscription, TopicSettings } from "../document.ts";
import {
  type ListedSubscription,
  listSubscriptions,
  readAttributes,
  readSettings,
  readSubscription,
  readTags,
  type TopicReads,
} from "../read.ts";

export interface LivePorts extends TopicReads {
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** What is at the destination now, as far as a restore has to know it. */
export interface LiveTopic {
  readonly settings: TopicSettings;
  readonly tags: Readonly<Record<string, string>>;
  readonly listed: readonly ListedSubscription[];
  /** Why its policy on data may not be read. Absent: it was read. */
  readonly refused?: string;
}

/** A subscription that is there, whole. */
export interface LiveSubscription extends Subscription {
  /** Absent: it waits to be confirmed. */
  readonly arn?: string;
}

/** `undefined` when no topic has this ARN. Any other answer than a full one throws. */
export async function readLive(
  ports: LivePorts,
  arn: string,
  resource: string,
): Promise<LiveTopic | undefined> {
  const given = await attemptOrNone(ports.sleep, { resource, call: "sns:GetTopicAttributes" }, () =>
    readAttributes(ports, arn),
  );
  if (given === undefined) return undefined;
  let refused: string | undefined;
  const settings = await attempt(ports.sleep, { resource, call: "sns:GetDataProtectionPolicy" }, () =>
    readSettings(ports, arn, given, (why) => {
      refused = why;
    }),
  );
  const tags = await attempt(ports.sleep, { resource, call: "sns:ListTagsForResource" }, () =>
    readTags(ports, arn),
  );
  const listed = await attempt(ports.sleep, { resource, call: "sns:ListSubscriptionsByTopic" }, () =>
    listSubscriptions(ports, arn),
  );
  return { settings, tags, listed, ...(refused !== undefined && { refused }) };
}

/** The one of this protocol and endpoint, from the topic's list. */
export async function subscriptionNow(
  ports: LivePorts,
  arn: string,
  wanted: Pick<Subscription, "protocol" | "endpoint">,
  resource: string,
  again: string,
): Promise<LiveSubscription | undefined> {
  const what = { resource, call: "sns:ListSubscriptionsByTopic", again };
  const listed = await attempt(ports.sleep, what, () => listSubscriptions(ports, arn));
  return liveSubscription(ports, listed, wanted, resource, again);
}

/** Of those that are listed, the one of this protocol and endpoint, of which SNS has one at most. */
export async function liveSubscription(
  ports: LivePorts,
  listed: readonly ListedSubscription[],
  { protocol, endpoint }: Pick<Subscription, "protocol" | "endpoint">,
  resource: string,
  again?: string,
): Promise<LiveSubscription | undefined> {
  const found = listed.find((one) => one.protocol === protocol && one.endpoint === endpoint);
  if (found === undefined) return undefined;
  const { arn } = found;
  if (arn === undefined) return { protocol, endpoint, attributes: {} };
  const what = { resource, call: "sns:GetSubscriptionAttributes", ...(again !== undefined && { again }) };
  const settings = await attemptOrNone(ports.sleep, what, () => readSubscription(ports, arn));
  return settings && { protocol, endpoint, arn, ...settings };
}
