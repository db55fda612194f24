import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetScheduleCommand, GetScheduleGroupCommand } from "@aws-sdk/client-scheduler";
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
} from "@aws-sdk/client-sns";
import type { DemoClients } from "./clients.ts";
import { ledgerTopic } from "./ledger.ts";
import { TELLERS } from "./regions.ts";

/** What AWS counts, draws or dates, and who subscribed. */
const ASSIGNED = /^(\$metadata|SubscriptionPrincipal|Subscriptions\w+|SubscriptionArn|Creat\w+|Last\w+)$/;

/** What tells the ledger, read with the SDK alone: zonekeep's own code has no part in it. */
export async function observeTellers(clients: DemoClients): Promise<Readonly<Record<string, unknown>>> {
  return {
    topic: await topicOf(clients),
    rule: await ruleOf(clients),
    schedule: await scheduleOf(clients),
  };
}

async function topicOf({ sns, region }: DemoClients): Promise<unknown> {
  const TopicArn = ledgerTopic(region);
  const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const subscriptions = Subscriptions.map(async ({ SubscriptionArn }) => {
    const found = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    return kept(found.Attributes ?? {});
  });
  return { attributes: kept(Attributes), subscriptions: await Promise.all(subscriptions) };
}

async function ruleOf({ events }: DemoClients): Promise<unknown> {
  const { bus: EventBusName, rule } = TELLERS;
  const { Arn: ResourceARN, ...found } = await events.send(
    new DescribeRuleCommand({ EventBusName, Name: rule }),
  );
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ EventBusName, Rule: rule }));
  const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN }));
  const bus = await events.send(new DescribeEventBusCommand({ Name: EventBusName }));
  return { bus: kept(bus), ...kept(found), Targets, Tags };
}

async function scheduleOf({ scheduler }: DemoClients): Promise<unknown> {
  const { group: GroupName, schedule: Name } = TELLERS;
  const group = await scheduler.send(new GetScheduleGroupCommand({ Name: GroupName }));
  return { group: kept(group), ...kept(await scheduler.send(new GetScheduleCommand({ GroupName, Name }))) };
}

function kept(found: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(found)
      .filter(([name]) => !ASSIGNED.test(name))
      .map(([name, value]) => [name, read(value)]),
  );
}

/** Documents in texts: the order of their keys means nothing. */
function read(value: unknown): unknown {
  return typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value;
}
