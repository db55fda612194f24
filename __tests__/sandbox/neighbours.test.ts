import * as R from "@aws-sdk/client-api-gateway";
import * as W from "@aws-sdk/client-apigatewayv2";
import * as A from "@aws-sdk/client-application-auto-scaling";
import * as CF from "@aws-sdk/client-cloudfront";
import * as G from "@aws-sdk/client-cloudwatch-logs";
import * as U from "@aws-sdk/client-cognito-identity-provider";
import * as D from "@aws-sdk/client-dynamodb";
import * as B from "@aws-sdk/client-elastic-load-balancing-v2";
import * as E from "@aws-sdk/client-eventbridge";
import * as K from "@aws-sdk/client-kinesis";
import * as L from "@aws-sdk/client-lambda";
import * as P from "@aws-sdk/client-pipes";
import * as S3 from "@aws-sdk/client-s3";
import * as C from "@aws-sdk/client-scheduler";
import * as F from "@aws-sdk/client-sfn";
import * as N from "@aws-sdk/client-sns";
import * as Q from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { theirDistribution } from "../../sandbox/neighbours/distributions.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import {
  type EstatePlace,
  placeIn,
  THEIRS,
  theirFunction,
  theirQueue,
  theirRole,
  theirs,
} from "../../sandbox/neighbours/place.ts";
import { theirPool } from "../../sandbox/neighbours/user-pools.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { AWAY, HOME, required } from "./extension/clients.ts";

let sandbox: Sandbox;
let estate: TheirEstate;
let at: EstatePlace;

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  at = placeIn(sandbox.endpoint, AWAY);
}, 120_000);
afterAll(() => sandbox?.stop());

const lambda = () => at.client(L.LambdaClient);
const gateway = () => at.client(W.ApiGatewayV2Client);
const rest = () => at.client(R.APIGatewayClient);
const elb = () => at.client(B.ElasticLoadBalancingV2Client);
const events = () => at.client(E.EventBridgeClient);
const of = { FunctionName: THEIRS };
const tagged = { owner: "we" };

async function listener(): Promise<string> {
  const { LoadBalancers } = await elb().send(new B.DescribeLoadBalancersCommand({ Names: [THEIRS] }));
  const LoadBalancerArn = required(LoadBalancers?.[0]?.LoadBalancerArn);
  const { Listeners } = await elb().send(new B.DescribeListenersCommand({ LoadBalancerArn }));
  return required(Listeners?.[0]?.ListenerArn);
}

async function group(): Promise<string> {
  const { TargetGroups } = await elb().send(new B.DescribeTargetGroupsCommand({ Names: [THEIRS] }));
  return required(TargetGroups?.[0]?.TargetGroupArn);
}

/** One of theirs, in the order of their ids. */
async function describeApi(n: number): Promise<void> {
  const { Items = [] } = await gateway().send(new W.GetApisCommand({}));
  const ids = Items.flatMap(({ ApiId = "", Name }) => (Name === THEIRS ? ApiId : [])).sort();
  await gateway().send(new W.UpdateApiCommand({ ApiId: ids[n], Description: "ours" }));
}

/** What somebody could do to each of their things. */
const HARM: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["function", () => lambda().send(new L.TagResourceCommand({ Resource: theirFunction(at), Tags: tagged }))],
  ["function URL", () => lambda().send(new L.DeleteFunctionUrlConfigCommand(of))],
  [
    "asynchronous settings",
    () => lambda().send(new L.PutFunctionEventInvokeConfigCommand({ ...of, MaximumRetryAttempts: 0 })),
  ],
  [
    "mapping",
    async () => {
      const { EventSourceMappings } = await lambda().send(new L.ListEventSourceMappingsCommand(of));
      const UUID = required(EventSourceMappings?.[0]?.UUID);
      await lambda().send(new L.UpdateEventSourceMappingCommand({ UUID, BatchSize: 1 }));
    },
  ],
  [
    "queue",
    () => {
      const QueueUrl = `https://sqs.${AWAY}.amazonaws.com/123456789012/${THEIRS}`;
      const Attributes = { VisibilityTimeout: "31" };
      return at.client(Q.SQSClient).send(new Q.SetQueueAttributesCommand({ QueueUrl, Attributes }));
    },
  ],
  [
    "dead-letter queue",
    () => {
      const QueueUrl = `https://sqs.${AWAY}.amazonaws.com/123456789012/${THEIRS}-dead`;
      const Attributes = { VisibilityTimeout: "31" };
      return at.client(Q.SQSClient).send(new Q.SetQueueAttributesCommand({ QueueUrl, Attributes }));
    },
  ],
  [
    "topic",
    () => {
      const named = { AttributeName: "DisplayName", AttributeValue: "ours" };
      const TopicArn = theirs(at, "sns", THEIRS);
      return at.client(N.SNSClient).send(new N.SetTopicAttributesCommand({ TopicArn, ...named }));
    },
  ],
  [
    "bucket",
    () => {
      const Bucket = `${THEIRS}-${AWAY}`;
      const NotificationConfiguration = { EventBridgeConfiguration: {} };
      return at
        .client(S3.S3Client)
        .send(new S3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    },
  ],
  [
    "table",
    () =>
      at
        .client(D.DynamoDBClient)
        .send(new D.DeleteItemCommand({ TableName: THEIRS, Key: { id: { S: "theirs" } } })),
  ],
  [
    "autoscaling of the table",
    () =>
      at.client(A.ApplicationAutoScalingClient).send(
        new A.RegisterScalableTargetCommand({
          ServiceNamespace: "dynamodb",
          ResourceId: `table/${THEIRS}`,
          ScalableDimension: "dynamodb:table:ReadCapacityUnits",
          MinCapacity: 1,
          MaxCapacity: 9,
        }),
      ),
  ],
  ["bus", () => events().send(new E.UpdateEventBusCommand({ Name: THEIRS, Description: "ours" }))],
  ["archive", () => events().send(new E.UpdateArchiveCommand({ ArchiveName: THEIRS, Description: "ours" }))],
  ["connection", () => events().send(new E.UpdateConnectionCommand({ Name: THEIRS, Description: "ours" }))],
  [
    "API destination",
    () => events().send(new E.UpdateApiDestinationCommand({ Name: THEIRS, Description: "ours" })),
  ],
  ["rules", () => events().send(new E.RemoveTargetsCommand({ Rule: THEIRS, Ids: ["function"] }))],
  [
    "schedule group",
    () => {
      const ResourceArn = theirs(at, "scheduler", `schedule-group/${THEIRS}`);
      const Tags = [{ Key: "owner", Value: "we" }];
      return at.client(C.SchedulerClient).send(new C.TagResourceCommand({ ResourceArn, Tags }));
    },
  ],
  [
    "schedule",
    async () => {
      const scheduler = at.client(C.SchedulerClient);
      const one = { Name: THEIRS, GroupName: THEIRS };
      const now = await scheduler.send(new C.GetScheduleCommand(one));
      const State = "ENABLED" as const;
      const { ScheduleExpression, FlexibleTimeWindow, Target } = now;
      await scheduler.send(
        new C.UpdateScheduleCommand({ ...one, ScheduleExpression, FlexibleTimeWindow, Target, State }),
      );
    },
  ],
  [
    "API mappings",
    async () => {
      const DomainName = "api.theirs.example";
      const { Items } = await gateway().send(new W.GetApiMappingsCommand({ DomainName }));
      await gateway().send(
        new W.DeleteApiMappingCommand({ DomainName, ApiMappingId: Items?.[0]?.ApiMappingId }),
      );
    },
  ],
  ["API 1", () => describeApi(0)],
  ["API 2", () => describeApi(1)],
  [
    "REST API",
    async () => {
      const { items = [] } = await rest().send(new R.GetRestApisCommand({}));
      const restApiId = items.find(({ name }) => name === THEIRS)?.id;
      const patchOperations = [{ op: "replace" as const, path: "/description", value: "ours" }];
      await rest().send(new R.UpdateRestApiCommand({ restApiId, patchOperations }));
    },
  ],
  [
    "usage plan",
    async () => {
      const { items = [] } = await rest().send(new R.GetApiKeysCommand({}));
      const key = items.find(({ name }) => name === THEIRS);
      await rest().send(new R.DeleteApiKeyCommand({ apiKey: key?.id }));
    },
  ],
  [
    "base paths",
    () =>
      rest().send(
        new R.DeleteBasePathMappingCommand({ domainName: "rest.theirs.example", basePath: "(none)" }),
      ),
  ],
  [
    "pipe",
    () =>
      at
        .client(P.PipesClient)
        .send(new P.UpdatePipeCommand({ Name: THEIRS, RoleArn: theirRole, Description: "ours" })),
  ],
  [
    "distribution",
    async () => {
      const Resource = `arn:aws:cloudfront::123456789012:distribution/${await theirDistribution(at)}`;
      const Tags = { Items: [{ Key: "owner", Value: "we" }] };
      await at.client(CF.CloudFrontClient).send(new CF.TagResourceCommand({ Resource, Tags }));
    },
  ],
  [
    "log filters",
    () => {
      const filter = { logGroupName: `/${THEIRS}/orders`, filterName: THEIRS };
      return at.client(G.CloudWatchLogsClient).send(new G.DeleteSubscriptionFilterCommand(filter));
    },
  ],
  [
    "log group",
    () => {
      const kept = { logGroupName: `/${THEIRS}/orders`, retentionInDays: 60 };
      return at.client(G.CloudWatchLogsClient).send(new G.PutRetentionPolicyCommand(kept));
    },
  ],
  [
    "state machine",
    () => {
      const definition = JSON.stringify({ StartAt: "Say", States: { Say: { Type: "Pass", End: true } } });
      const stateMachineArn = theirs(at, "states", `stateMachine:${THEIRS}`);
      return at.client(F.SFNClient).send(new F.UpdateStateMachineCommand({ stateMachineArn, definition }));
    },
  ],
  [
    "stream",
    () => {
      const longer = { StreamName: THEIRS, RetentionPeriodHours: 25 };
      return at.client(K.KinesisClient).send(new K.IncreaseStreamRetentionPeriodCommand(longer));
    },
  ],
  [
    "target group",
    async () => {
      const Targets = [{ Id: theirFunction(at) }];
      await elb().send(new B.DeregisterTargetsCommand({ TargetGroupArn: await group(), Targets }));
    },
  ],
  [
    "listener rules",
    async () => {
      const { Rules } = await elb().send(new B.DescribeRulesCommand({ ListenerArn: await listener() }));
      const RuleArn = Rules?.find(({ IsDefault }) => !IsDefault)?.RuleArn;
      const RulePriorities = [{ RuleArn, Priority: 11 }];
      await elb().send(new B.SetRulePrioritiesCommand({ RulePriorities }));
    },
  ],
  [
    "listener",
    async () => {
      const FixedResponseConfig = { StatusCode: "503" };
      const DefaultActions: B.Action[] = [{ Type: "fixed-response", FixedResponseConfig }];
      await elb().send(new B.ModifyListenerCommand({ ListenerArn: await listener(), DefaultActions }));
    },
  ],
  [
    "user pool",
    async () => {
      const UserPoolId = await theirPool(at);
      await at.client(U.CognitoIdentityProviderClient).send(new U.UpdateUserPoolCommand({ UserPoolId }));
    },
  ],
  ["versions", () => lambda().send(new L.DeleteAliasCommand({ ...of, Name: "live" }))],
  ["grants", () => lambda().send(new L.RemovePermissionCommand({ ...of, StatementId: "sns" }))],
  [
    "subscriptions",
    () =>
      at.client(N.SNSClient).send(
        new N.SubscribeCommand({
          TopicArn: theirs(at, "sns", THEIRS),
          ...{ Protocol: "sqs", Endpoint: theirs(at, "sqs", `${THEIRS}-dead`) },
        }),
      ),
  ],
];

const names = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/^another team's (.* in \S+): was .*$/s, "$1"));

test("neighbours that nobody touches are as they were, whatever their queue counts", async () => {
  const QueueUrl = `https://sqs.${AWAY}.amazonaws.com/123456789012/${THEIRS}`;
  await at.client(Q.SQSClient).send(new Q.SendMessageCommand({ QueueUrl, MessageBody: "theirs" }));
  expect(theirQueue(at)).toContain(AWAY);
  expect(await estate.changed()).toEqual([]);
});

test("whatever is done to one of a neighbour's things is told, and every kind of them is among these", async () => {
  for (const [, harm] of HARM) await harm();
  const now = await estate.changed();
  const all = Object.keys(await estate.described()).filter((what) => what.endsWith(` in ${AWAY}`));
  expect(HARM.map(([what]) => `${what} in ${AWAY}`).sort()).toEqual(all.toSorted());
  expect(names(now).sort()).toEqual(all.toSorted());
});
