import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand, DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
} from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, DeleteTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import type { DemoClients } from "./clients.ts";
import { makeSample } from "./make-sample.ts";
import { functionZip } from "./packages.ts";
import { ACCOUNT, LEDGER, LOST, QUEUES, queueArn, TELLERS } from "./regions.ts";

const ROLE = "orders-scheduler";
/** What the only target of the rule is called. */
const TARGET = "ledger";

export const ledgerTopic = (region: string): string => `arn:aws:sns:${region}:${ACCOUNT}:${TELLERS.topic}`;

/** IAM is global, so it outlives the region. */
export async function createSchedulerRole({ iam }: DemoClients): Promise<void> {
  const policy = (statement: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const who = { Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
  await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: policy(who) }));
  const PolicyDocument = policy({ Action: "lambda:InvokeFunction", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: "ledger", PolicyDocument }));
}

/** A function that a topic, a rule on a bus of its own and a schedule tell. */
export async function createLedger(clients: DemoClients): Promise<void> {
  const { region } = clients;
  await makeSample(clients, LEDGER, "orders", await functionZip("ledger", "1"), {
    Tags: { service: "orders" },
    DeadLetterConfig: { TargetArn: queueArn(region, QUEUES.replies) },
    Environment: { Variables: { REPLY_QUEUE: queueArn(region, QUEUES.replies) } },
  });
  const function_ = `arn:aws:lambda:${region}:${ACCOUNT}:function:${LEDGER}`;
  await subscribe(clients, function_);
  await route(clients, function_);
  await schedule(clients, function_);
}

async function allow({ lambda }: DemoClients, service: string, SourceArn: string): Promise<void> {
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: LEDGER,
      StatementId: service,
      Action: "lambda:InvokeFunction",
      Principal: `${service}.amazonaws.com`,
      SourceArn,
    }),
  );
}

async function subscribe(clients: DemoClients, Endpoint: string): Promise<void> {
  const { sns, region } = clients;
  await sns.send(
    new CreateTopicCommand({
      Name: TELLERS.topic,
      Attributes: { DisplayName: "Orders that were paid", TracingConfig: "Active" },
      Tags: [{ Key: "service", Value: "orders" }],
    }),
  );
  await allow(clients, "sns", ledgerTopic(region));
  await sns.send(
    new SubscribeCommand({
      TopicArn: ledgerTopic(region),
      Protocol: "lambda",
      Endpoint,
      Attributes: { FilterPolicyScope: "MessageBody", FilterPolicy: '{"cents":[{"numeric":[">",0]}]}' },
    }),
  );
}

async function route(clients: DemoClients, Arn: string): Promise<void> {
  const { events } = clients;
  const { bus: EventBusName, rule: Name } = TELLERS;
  await events.send(new CreateEventBusCommand({ Name: EventBusName }));
  const { RuleArn = "" } = await events.send(
    new PutRuleCommand({
      EventBusName,
      Name,
      EventPattern: JSON.stringify({ source: ["shop"], "detail-type": ["Order refunded"] }),
      Description: "Books what is given back",
    }),
  );
  await allow(clients, "events", RuleArn);
  const InputTransformer = {
    InputPathsMap: { id: "$.detail.id", cents: "$.detail.cents" },
    InputTemplate: '{"refund":{"id":<id>,"cents":<cents>}}',
  };
  await events.send(
    new PutTargetsCommand({
      EventBusName,
      Rule: Name,
      Targets: [{ Id: TARGET, Arn, InputTransformer, RetryPolicy: { MaximumRetryAttempts: 3 } }],
    }),
  );
}

async function schedule({ scheduler }: DemoClients, Arn: string): Promise<void> {
  const { group: GroupName, schedule: Name } = TELLERS;
  await scheduler.send(new CreateScheduleGroupCommand({ Name: GroupName }));
  await scheduler.send(
    new CreateScheduleCommand({
      GroupName,
      Name,
      ScheduleExpression: "cron(30 18 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Dublin",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn, RoleArn: `arn:aws:iam::${ACCOUNT}:role/${ROLE}`, Input: '{"closing":"today"}' },
    }),
  );
}

export async function deleteLedger({ lambda, sns, events, scheduler, region }: DemoClients): Promise<void> {
  if (region !== LOST) throw new Error(`only the ledger of ${LOST} may be deleted`);
  const { bus: EventBusName, rule, group: GroupName, schedule: Name } = TELLERS;
  await sns.send(new DeleteTopicCommand({ TopicArn: ledgerTopic(region) }));
  await events.send(new RemoveTargetsCommand({ EventBusName, Rule: rule, Ids: [TARGET] }));
  await events.send(new DeleteRuleCommand({ EventBusName, Name: rule }));
  await events.send(new DeleteEventBusCommand({ Name: EventBusName }));
  await scheduler.send(new DeleteScheduleCommand({ GroupName, Name }));
  await scheduler.send(new DeleteScheduleGroupCommand({ Name: GroupName }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName: LEDGER }));
}
