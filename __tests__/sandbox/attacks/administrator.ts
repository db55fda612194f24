import { CloudWatchClient, DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DeleteRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { PutBucketLifecycleConfigurationCommand } from "@aws-sdk/client-s3";
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { SFNClient, UpdateStateMachineCommand } from "@aws-sdk/client-sfn";
import { DeleteTopicCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import {
  alarmName,
  deadLetterQueueName,
  functionName,
  roleName,
  ruleName,
  scheduleGroupName,
  scheduleName,
  stateMachineArn,
  topicArn,
} from "../../../modules/aws/names.ts";
import { LOST } from "../../../sandbox/demo/regions.ts";
import { jsonCall } from "../deployed/json-call.ts";
import { type Caller, SCOPE, STORE, s3Of } from "./scene.ts";

/** A call that changes what is deployed, and is not undone. */
export interface Attack {
  readonly title: string;
  /** As in `s3.amazonaws.com`, with the name that CloudTrail writes. */
  readonly service: string;
  readonly name: string;
  /** Rules of the region that tell of it. */
  readonly told: readonly string[];
  /** @returns the members of the request that was made */
  readonly act: (caller: Caller) => Promise<object>;
}

const TOPIC = topicArn(SCOPE, LOST, LOST);

/** In this order: what would tell comes last. */
export const ATTACKS: readonly Attack[] = [
  {
    title: "a lifecycle that expires everything within a day",
    ...{ service: "s3", name: "PutBucketLifecycle", told: ["store"] },
    act: async (caller) => {
      const Expiration = { Days: 1 };
      const all = { ID: "all", Status: "Enabled", Filter: { Prefix: "" }, Expiration } as const;
      const input = { Bucket: STORE, LifecycleConfiguration: { Rules: [all] } };
      await s3Of(caller).send(new PutBucketLifecycleConfigurationCommand(input));
      return input;
    },
  },
  {
    title: "a state machine that only says success",
    ...{ service: "states", name: "UpdateStateMachine", told: ["runs"] },
    act: async (caller) => {
      const definition = JSON.stringify({ StartAt: "Lie", States: { Lie: { Type: "Succeed" } } });
      const input = { stateMachineArn: stateMachineArn(SCOPE, LOST), definition };
      await new SFNClient(caller).send(new UpdateStateMachineCommand(input));
      return input;
    },
  },
  {
    title: "other code in the runner that captures",
    ...{ service: "lambda", name: "UpdateFunctionCode20150331v2", told: ["runs"] },
    act: async (caller) => {
      const FunctionName = functionName(LOST, "capture");
      const ZipFile = zipSync({ "index.mjs": strToU8("export const handler = async () => 'theirs'") });
      await new LambdaClient(caller).send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      return { FunctionName };
    },
  },
  {
    title: "the schedule disabled",
    ...{ service: "scheduler", name: "UpdateSchedule", told: ["runs"] },
    act: async (caller) => {
      const scheduler = new SchedulerClient(caller);
      const GroupName = scheduleGroupName(LOST);
      const Name = scheduleName(LOST, "orders");
      const { FlexibleTimeWindow, ScheduleExpression, Target } = await scheduler.send(
        new GetScheduleCommand({ Name, GroupName }),
      );
      const input = {
        Name,
        GroupName,
        FlexibleTimeWindow,
        ScheduleExpression,
        Target,
        State: "DISABLED",
      } as const;
      await scheduler.send(new UpdateScheduleCommand(input));
      return input;
    },
  },
  {
    title: "the schedule's role emptied",
    ...{ service: "iam", name: "DeleteRolePolicy", told: ["roles"] },
    act: async (caller) => {
      const iam = new IAMClient(caller);
      const RoleName = roleName(LOST, "scheduler");
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      const input = { RoleName, PolicyName: PolicyNames[0] };
      await iam.send(new DeleteRolePolicyCommand(input));
      return input;
    },
  },
  {
    title: "the dead-letter queue purged",
    ...{ service: "sqs", name: "PurgeQueue", told: ["runs"] },
    act: async (caller) => {
      const sqs = new SQSClient(caller);
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: deadLetterQueueName(LOST) }));
      await sqs.send(new PurgeQueueCommand({ QueueUrl }));
      return { QueueUrl };
    },
  },
  {
    title: "the alarm that misses runs deleted",
    ...{ service: "monitoring", name: "DeleteAlarms", told: ["guard"] },
    act: async (caller) => {
      const input = { AlarmNames: [alarmName(LOST, "no-run-of-orders")] };
      await new CloudWatchClient(caller).send(new DeleteAlarmsCommand(input));
      return input;
    },
  },
  {
    title: "the topic's policy replaced by one that lets nobody publish",
    ...{ service: "sns", name: "SetTopicAttributes", told: ["guard"] },
    act: async (caller) => {
      const nobody = { Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: TOPIC };
      const AttributeValue = JSON.stringify({ Version: "2012-10-17", Statement: [nobody] });
      const input = { TopicArn: TOPIC, AttributeName: "Policy", AttributeValue };
      await new SNSClient(caller).send(new SetTopicAttributesCommand(input));
      return input;
    },
  },
  {
    title: "the topic deleted",
    ...{ service: "sns", name: "DeleteTopic", told: ["guard"] },
    act: async (caller) => {
      await new SNSClient(caller).send(new DeleteTopicCommand({ TopicArn: TOPIC }));
      return { TopicArn: TOPIC };
    },
  },
  {
    title: "the rule that guards rules and alarms disabled, after which the other one tells",
    ...{ service: "events", name: "DisableRule", told: ["runs"] },
    act: async ({ endpoint }) => {
      const input = { Name: ruleName(LOST, "guard") };
      await jsonCall(endpoint, LOST, "events", "AWSEvents.DisableRule", input);
      return input;
    },
  },
];
