import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { CreateScheduleCommand, GetScheduleCommand } from "@aws-sdk/client-scheduler";
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { DemoClients } from "./clients.ts";
import { ACCOUNT, bucketOf, queueArn } from "./regions.ts";

const THEIRS = "somebody-elses";

/** What another team has where everything is restored to: in the same bucket, on the same bus, in the same services. */
export async function createNeighbours({
  sqs,
  sns,
  events,
  scheduler,
  s3,
  region,
}: DemoClients): Promise<void> {
  const QueueArn = queueArn(region, THEIRS);
  const letIn = {
    Effect: "Allow",
    Principal: { Service: ["s3.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com"] },
    Action: "sqs:SendMessage",
    Resource: QueueArn,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [letIn] });
  await sqs.send(new CreateQueueCommand({ QueueName: THEIRS, Attributes: { Policy } }));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: THEIRS }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: QueueArn }));
  await events.send(new PutRuleCommand({ Name: THEIRS, EventPattern: '{"source":["theirs"]}' }));
  await events.send(new PutTargetsCommand({ Rule: THEIRS, Targets: [{ Id: "theirs", Arn: QueueArn }] }));
  await scheduler.send(
    new CreateScheduleCommand({
      Name: THEIRS,
      ScheduleExpression: "rate(1 day)",
      FlexibleTimeWindow: { Mode: "OFF" },
      State: "DISABLED",
      Target: { Arn: QueueArn, RoleArn: `arn:aws:iam::${ACCOUNT}:role/orders-scheduler` },
    }),
  );
  const entry = { Id: THEIRS, QueueArn, Events: ["s3:ObjectRemoved:*" as const] };
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucketOf(region),
      NotificationConfiguration: { QueueConfigurations: [entry] },
    }),
  );
}

/** All of it by what it is, as AWS describes it: no part of it may change while others are restored. */
export async function describeNeighbours(clients: DemoClients): Promise<Readonly<Record<string, string>>> {
  const { sqs, sns, events, scheduler, s3, region } = clients;
  const QueueUrl = `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${THEIRS}`;
  const TopicArn = `arn:aws:sns:${region}:${ACCOUNT}:${THEIRS}`;
  const { QueueConfigurations } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: bucketOf(region) }),
  );
  const described = {
    queue: await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] })),
    topic: await sns.send(new GetTopicAttributesCommand({ TopicArn })),
    subscription: await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn })),
    rule: await events.send(new DescribeRuleCommand({ Name: THEIRS })),
    target: await events.send(new ListTargetsByRuleCommand({ Rule: THEIRS })),
    schedule: await scheduler.send(new GetScheduleCommand({ Name: THEIRS })),
    "bucket entry": QueueConfigurations,
  };
  return Object.fromEntries(
    Object.entries(described).map(([what, found]) => [what, JSON.stringify(found, withoutCounts)]),
  );
}

/** S3 sends a test to every destination of a bucket whenever its notifications are written. */
function withoutCounts(key: string, value: unknown): unknown {
  return key === "$metadata" || key.startsWith("ApproximateNumberOf") ? undefined : value;
}
