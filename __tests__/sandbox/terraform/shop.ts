import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { zipSync } from "fflate";
import type { ThingId } from "../../../modules/contract/kinds.ts";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { portsIn } from "../cli/restoring/capture-things.ts";
import { EAST, SCOPE } from "../cli/restoring/places.ts";

const FN = "shop-intake";
/** What may be in no file but that of values. */
export const SECRET = "canary-of-the-shop";
/** The most that the provider of today makes. */
const SIZE = { MaximumMessageSize: "262144" };
/** What begins a template of Terraform. */
const CURLY = "$" + "{";
const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${EAST}:${SCOPE.account}:${resource}`;
const FUNCTION = arn("lambda", `function:${FN}`);
/** What events are brought to. */
const LIVE = `${FUNCTION}:live`;
export const ROLE = `arn:aws:iam::${SCOPE.account}:role/orders-shop`;

export const THINGS: readonly ThingId[] = [
  { kind: "sqs-queue", id: "shop-dead" },
  { kind: "sqs-queue", id: "shop-in" },
  { kind: "lambda", id: FN },
  { kind: "sns-topic", id: "shop-news" },
  { kind: "event-bus", id: "shop" },
  { kind: "event-rule", id: "shop/shop-orders" },
  { kind: "event-rule", id: "default/shop-nightly" },
  { kind: "schedule-group", id: "shop" },
  { kind: "schedule", id: "shop/shop-hourly" },
];

/** A function with what brings events to it. */
export async function makeShop(sandbox: Sandbox): Promise<void> {
  const { client } = portsIn(sandbox, EAST);
  const [lambda, sqs, sns] = [client(LambdaClient), client(SQSClient), client(SNSClient)];
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: {
          Service: ["lambda", "scheduler", "states", "pipes"].map((service) => `${service}.amazonaws.com`),
        },
      },
    ],
  };
  const { Role } = await client(IAMClient).send(
    new CreateRoleCommand({ RoleName: "orders-shop", AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const RoleArn = Role?.Arn ?? "";
  const may = { Effect: "Allow", Action: ["sqs:*", "kinesis:*", "lambda:InvokeFunction"], Resource: "*" };
  await client(IAMClient).send(
    new PutRolePolicyCommand({
      RoleName: "orders-shop",
      PolicyName: "queues",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [may] }),
    }),
  );
  await sqs.send(
    new CreateQueueCommand({ QueueName: "shop-dead", Attributes: SIZE, tags: { cost: "center" } }),
  );
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: "shop-in",
      Attributes: {
        ...SIZE,
        VisibilityTimeout: "60",
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "shop-dead"), maxReceiveCount: 3 }),
      },
    }),
  );
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: FN,
      Role: RoleArn,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Description: `takes ${CURLY}orders}`,
      Timeout: 20,
      MemorySize: 256,
      Environment: { Variables: { TOKEN: SECRET, QUEUE: QueueUrl ?? "" } },
      DeadLetterConfig: { TargetArn: arn("sqs", "shop-dead") },
      Tags: { service: "shop" },
      Code: {
        ZipFile: zipSync({ "index.mjs": new TextEncoder().encode("export const handler = async () => 1;") }),
      },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: FN });
  await lambda.send(new PublishVersionCommand({ FunctionName: FN }));
  await lambda.send(new CreateAliasCommand({ FunctionName: FN, Name: "live", FunctionVersion: "1" }));
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: FN, ReservedConcurrentExecutions: 5 }));
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: FN,
      Qualifier: "live",
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arn("sqs", "shop-dead") } },
    }),
  );
  await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName: FN, Qualifier: "live", AuthType: "AWS_IAM" }),
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: LIVE,
      EventSourceArn: arn("sqs", "shop-in"),
      BatchSize: 5,
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ["order"] } }) }] },
    }),
  );
  const bus = await client(EventBridgeClient).send(new CreateEventBusCommand({ Name: "shop" }));
  const { TopicArn } = await sns.send(
    new CreateTopicCommand({
      Name: "shop-news",
      Attributes: { DisplayName: `Shop ${CURLY}news}` },
      Tags: [{ Key: "team", Value: "shop" }],
    }),
  );
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl,
      Attributes: { Policy: JSON.stringify(lets(arn("sqs", "shop-in"), TopicArn ?? "")) },
    }),
  );
  for (const [Protocol, Endpoint] of [
    ["lambda", LIVE],
    ["sqs", arn("sqs", "shop-in")],
  ])
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol,
        Endpoint,
        Attributes: { FilterPolicy: JSON.stringify({ kind: ["news"] }) },
      }),
    );
  const rules = [
    {
      Name: "shop-orders",
      EventBusName: "shop",
      EventPattern: JSON.stringify({ source: ["shop"], detail: { kind: ["order"] } }),
    },
    { Name: "shop-nightly", EventBusName: "default", ScheduleExpression: "rate(1 day)" },
  ];
  for (const rule of rules) {
    await client(EventBridgeClient).send(new PutRuleCommand(rule));
    await client(EventBridgeClient).send(
      new PutTargetsCommand({
        Rule: rule.Name,
        EventBusName: rule.EventBusName,
        Targets: [
          { Id: "fn", Arn: LIVE, Input: JSON.stringify({ token: SECRET }) },
          { Id: "queue", Arn: arn("sqs", "shop-in"), DeadLetterConfig: { Arn: arn("sqs", "shop-dead") } },
        ],
      }),
    );
  }
  if (bus.EventBusArn === undefined) throw new Error("the bus has no ARN");
  const letting = [
    ["sns", "sns.amazonaws.com", TopicArn],
    ["events", "events.amazonaws.com", arn("events", "rule/shop/shop-orders")],
    ["nightly", "events.amazonaws.com", arn("events", "rule/shop-nightly")],
    ["root", `arn:aws:iam::${SCOPE.account}:root`, undefined],
  ] as const;
  for (const [StatementId, Principal, SourceArn] of letting)
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: FN,
        Qualifier: "live",
        StatementId,
        Principal,
        SourceArn,
        Action: "lambda:InvokeFunction",
      }),
    );
  await client(SchedulerClient).send(new CreateScheduleGroupCommand({ Name: "shop" }));
  await client(SchedulerClient).send(
    new CreateScheduleCommand({
      Name: "shop-hourly",
      GroupName: "shop",
      ScheduleExpression: "rate(1 hour)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: LIVE, RoleArn, Input: JSON.stringify({ token: SECRET }) },
    }),
  );
}

function lets(queue: string, topic: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "news",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": topic } },
      },
    ],
  };
}
