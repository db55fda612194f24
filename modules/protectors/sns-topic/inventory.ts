import { ListSubscriptionsCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import { nameOfTopic } from "./arn.ts";
import type { TopicReads } from "./read.ts";
import { MADE } from "./subscription.ts";

/** Every topic of the region, with whom it tells: all subscriptions are one list, which is read once. */
export async function* inventory(ports: ProtectorPorts & TopicReads): AsyncIterable<Inventoried> {
  const told = await endpoints(ports);
  const pages = everyPage(
    "sns:ListTopics",
    ports.region,
    (NextToken) => ports.sns.send(new ListTopicsCommand({ NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { Topics = [] } of pages)
    for (const { TopicArn: arn } of Topics) {
      if (arn === undefined) throw new Error(`sns:ListTopics of ${ports.region}: one without an ARN`);
      const name = nameOfTopic(arn);
      yield {
        kind: "sns-topic",
        id: name,
        name,
        arn,
        related: [],
        // No policy selects a topic by its tags.
        tags: {},
        feeds: told.get(arn) ?? [],
      };
    }
}

/** By the topic's ARN, what its subscriptions tell. */
async function endpoints({ sns, region }: ProtectorPorts & TopicReads): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const pages = everyPage(
    "sns:ListSubscriptions",
    region,
    (NextToken) => sns.send(new ListSubscriptionsCommand({ NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { Subscriptions = [] } of pages)
    for (const { TopicArn = "", Protocol = "", Endpoint = "" } of Subscriptions)
      if (MADE.has(Protocol)) {
        const told = found.get(TopicArn) ?? [];
        found.set(TopicArn, told);
        told.push(Endpoint);
      }
  return found;
}
