import type { Region } from "../application.ts";
import { seedFunction } from "../seed-function.ts";
import { ROLE } from "./names.ts";

/** What is nobody's business of the application's: it stays as it is, here and where that is restored to. */
export function neighbours({
  lambda,
  sqs,
  sns,
  events,
  scheduler,
  pipes,
  apis,
  gateway,
  iot,
  config,
  ses,
  kinesis,
  dynamodb,
}: Region): void {
  seedFunction(lambda, "theirs");
  sqs.CreateQueue({ QueueName: "theirs", Attributes: { VisibilityTimeout: "77" }, tags: { team: "theirs" } });
  const { TopicArn } = sns.CreateTopic({ Name: "theirs" });
  sns.Subscribe({ TopicArn, Protocol: "lambda", Endpoint: lambda.arn("theirs") });
  const { ApiId } = apis.have("theirs0001", { Name: "theirs", ProtocolType: "HTTP" });
  apis.CreateRoute({ ApiId, RouteKey: "$default" });
  apis.CreateStage({ ApiId, StageName: "$default", AutoDeploy: true });
  const { id: restApiId } = gateway.have("theirs0002", { name: "rest-0" });
  gateway.PutMethod({
    ...{ restApiId, resourceId: gateway.resourceId("theirs0002", "/"), httpMethod: "GET" },
    authorizationType: "NONE",
  });
  const { id: deploymentId } = gateway.CreateDeployment({ restApiId });
  gateway.CreateStage({ restApiId, stageName: "live", deploymentId });
  events.PutRule({ Name: "theirs", ScheduleExpression: "rate(1 hour)" });
  events.PutTargets({ Rule: "theirs", Targets: [{ Id: "theirs", Arn: lambda.arn("theirs") }] });
  scheduler.CreateSchedule({
    Name: "theirs",
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: lambda.arn("theirs"), RoleArn: ROLE },
  });
  pipes.CreatePipe({
    ...{ Name: "theirs", Source: sqs.arn("theirs"), Target: lambda.arn("theirs"), RoleArn: ROLE },
  });
  pipes.settle();
  config.PutConfigRule({
    ConfigRule: {
      ConfigRuleName: "theirs",
      Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: lambda.arn("theirs") },
    },
  });
  ses.CreateReceiptRuleSet({ RuleSetName: "theirs" });
  ses.CreateReceiptRule({
    RuleSetName: "theirs",
    Rule: {
      ...{ Name: "theirs", Enabled: true },
      Actions: [{ LambdaAction: { FunctionArn: lambda.arn("theirs") } }],
    },
  });
  ses.active = "theirs";
  iot.CreateTopicRule({
    ruleName: "theirs",
    topicRulePayload: {
      sql: "SELECT * FROM 'theirs'",
      actions: [{ lambda: { functionArn: lambda.arn("theirs") } }],
    },
  });
  kinesis.CreateStream({ StreamName: "theirs", ShardCount: 1 });
  dynamodb.CreateTable({
    TableName: "theirs",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    ...{ KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], BillingMode: "PAY_PER_REQUEST" },
  });
}
