import * as N from "@aws-sdk/client-sns";
import * as Q from "@aws-sdk/client-sqs";
import { ACCOUNT } from "../demo/regions.ts";
import { type EstatePlace, type Neighbour, THEIRS, theirFunction, theirQueue, theirs } from "./place.ts";

const urlOf = ({ region }: EstatePlace, name = THEIRS): string =>
  `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}`;
const DEAD = `${THEIRS}-dead`;

/** A queue that services may write to, with its dead-letter queue. */
export const theirQueues: Neighbour = {
  make: async (at) => {
    const sqs = at.client(Q.SQSClient);
    const letIn = {
      Effect: "Allow",
      Principal: { Service: ["s3.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com"] },
      Action: "sqs:SendMessage",
      Resource: theirQueue(at),
    };
    await sqs.send(new Q.CreateQueueCommand({ QueueName: DEAD }));
    const redrive = { deadLetterTargetArn: theirs(at, "sqs", DEAD), maxReceiveCount: 5 };
    await sqs.send(
      new Q.CreateQueueCommand({
        QueueName: THEIRS,
        Attributes: {
          Policy: JSON.stringify({ Version: "2012-10-17", Statement: [letIn] }),
          RedrivePolicy: JSON.stringify(redrive),
        },
        tags: { owner: "they" },
      }),
    );
  },
  describe: async (at) => {
    const sqs = at.client(Q.SQSClient);
    const attributes = (name: string) =>
      sqs.send(new Q.GetQueueAttributesCommand({ QueueUrl: urlOf(at, name), AttributeNames: ["All"] }));
    return {
      queue: [await attributes(THEIRS), await sqs.send(new Q.ListQueueTagsCommand({ QueueUrl: urlOf(at) }))],
      "dead-letter queue": await attributes(DEAD),
    };
  },
};

/** A topic that tells their queue, by a filter their function, and somebody who has not confirmed it. */
export const theirTopics: Neighbour = {
  make: async (at) => {
    const sns = at.client(N.SNSClient);
    const Tags = [{ Key: "owner", Value: "they" }];
    const { TopicArn } = await sns.send(new N.CreateTopicCommand({ Name: THEIRS, Tags }));
    const subscribe = (Protocol: string, Endpoint: string, Attributes = {}) =>
      sns.send(new N.SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
    await subscribe("sqs", theirQueue(at), { RawMessageDelivery: "true" });
    await subscribe("lambda", theirFunction(at), { FilterPolicy: '{"kind":["theirs"]}' });
    await subscribe("email", "they@example.com");
  },
  describe: async (at) => {
    const sns = at.client(N.SNSClient);
    const TopicArn = theirs(at, "sns", THEIRS);
    const listed = await sns.send(new N.ListSubscriptionsByTopicCommand({ TopicArn }));
    const confirmed = (listed.Subscriptions ?? []).filter((one) => one.SubscriptionArn?.startsWith("arn:"));
    return {
      topic: [
        await sns.send(new N.GetTopicAttributesCommand({ TopicArn })),
        await sns.send(new N.ListTagsForResourceCommand({ ResourceArn: TopicArn })),
      ],
      subscriptions: [
        listed,
        ...(await Promise.all(
          confirmed.map(({ SubscriptionArn }) =>
            sns.send(new N.GetSubscriptionAttributesCommand({ SubscriptionArn })),
          ),
        )),
      ],
    };
  },
};
