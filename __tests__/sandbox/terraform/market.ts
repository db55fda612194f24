import * as G from "@aws-sdk/client-apigatewayv2";
import * as L from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateTableCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import * as B from "@aws-sdk/client-elastic-load-balancing-v2";
import * as E from "@aws-sdk/client-eventbridge";
import {
  CreateStreamCommand,
  KinesisClient,
  RegisterStreamConsumerCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreatePipeCommand, PipesClient } from "@aws-sdk/client-pipes";
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import * as S from "@aws-sdk/client-sfn";
import { zipSync } from "fflate";
import type { ThingId } from "../../../modules/contract/kinds.ts";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { portsIn } from "../cli/restoring/capture-things.ts";
import { EAST, SCOPE } from "../cli/restoring/places.ts";
import { makeBalancer } from "../extension/balancers.ts";
import { makeDistribution } from "./market-edge.ts";
import { makeMarketRules } from "./market-rules.ts";
import { ROLE, SECRET } from "./shop.ts";

/** Seconds. */
const SOON = { maxWaitTime: 30, minDelay: 1, maxDelay: 2 };
const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${EAST}:${SCOPE.account}:${resource}`;
const FN = "market-intake";
const FUNCTION = arn("lambda", `function:${FN}`);
const LIVE = `${FUNCTION}:live`;

/** Something of each kind that the shop does not have, around a function of its own. */
export async function makeMarket(sandbox: Sandbox): Promise<readonly ThingId[]> {
  const ports = portsIn(sandbox, EAST);
  const { client } = ports;
  const lambda = client(LambdaClient);
  const code = { "index.mjs": new TextEncoder().encode("export const handler = async () => 2;") };
  await lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName: FN, Role: ROLE, Runtime: "nodejs22.x", Handler: "index.handler" },
      Code: { ZipFile: zipSync(code) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: FN });
  await lambda.send(new PublishVersionCommand({ FunctionName: FN }));
  await lambda.send(new CreateAliasCommand({ FunctionName: FN, Name: "live", FunctionVersion: "1" }));
  const lets = (StatementId: string, service: string, SourceArn: string) =>
    lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName: FUNCTION, Qualifier: "live", Action: "lambda:InvokeFunction" },
        ...{ StatementId, Principal: `${service}.amazonaws.com`, SourceArn },
        ...(service === "s3" && { SourceAccount: SCOPE.account }),
      }),
    );

  const events = client(E.EventBridgeClient);
  await events.send(
    new E.CreateArchiveCommand({
      ...{ ArchiveName: "market", EventSourceArn: arn("events", "event-bus/shop"), RetentionDays: 30 },
      EventPattern: JSON.stringify({ source: ["shop"] }),
    }),
  );
  const { ConnectionArn } = await events.send(
    new E.CreateConnectionCommand({
      ...{ Name: "partner", AuthorizationType: "API_KEY" },
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: SECRET } },
    }),
  );
  await events.send(
    new E.CreateApiDestinationCommand({
      ...{ Name: "partner", ConnectionArn, HttpMethod: "POST", InvocationRateLimitPerSecond: 10 },
      InvocationEndpoint: "https://hooks.example.com/orders",
    }),
  );

  const logs = client(L.CloudWatchLogsClient);
  const logGroupName = "/market/orders";
  await logs.send(new L.CreateLogGroupCommand({ logGroupName, tags: { team: "shop" } }));
  await logs.send(new L.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
  await logs.send(
    new L.PutMetricFilterCommand({
      ...{ logGroupName, filterName: "errors", filterPattern: "ERROR" },
      metricTransformations: [{ metricName: "Errors", metricNamespace: "Market", metricValue: "1" }],
    }),
  );
  await lets("logs", "logs", arn("logs", `log-group:${logGroupName}:*`));
  await logs.send(
    new L.PutSubscriptionFilterCommand({
      ...{ logGroupName, filterName: "ours", filterPattern: "order", destinationArn: LIVE },
    }),
  );

  const sfn = client(S.SFNClient);
  const { stateMachineVersionArn } = await sfn.send(
    new S.CreateStateMachineCommand({
      ...{ name: "market", roleArn: ROLE, publish: true },
      definition: JSON.stringify({
        StartAt: "Take",
        States: { Take: { Type: "Task", Resource: LIVE, End: true } },
      }),
    }),
  );
  await sfn.send(
    new S.CreateStateMachineAliasCommand({
      name: "live",
      routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
    }),
  );

  const kinesis = client(KinesisClient);
  await kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 2 }));
  await waitUntilStreamExists({ client: kinesis, ...SOON }, { StreamName: "clicks" });
  const StreamARN = arn("kinesis", "stream/clicks");
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "fast" }));
  await lambda.send(
    new CreateEventSourceMappingCommand({
      ...{
        FunctionName: LIVE,
        EventSourceArn: StreamARN,
        StartingPosition: "LATEST",
        MaximumRetryAttempts: 5,
      },
      ...{ BisectBatchOnFunctionError: true, ParallelizationFactor: 2 },
    }),
  );

  const dynamodb = client(DynamoDBClient);
  const TableName = "market";
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "at", AttributeType: "N" },
      ],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-time",
          KeySchema: [{ AttributeName: "at", KeyType: "HASH" }],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  await waitUntilTableExists({ client: dynamodb, ...SOON }, { TableName });
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: "gone", Enabled: true },
    }),
  );
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );

  await client(PipesClient).send(
    new CreatePipeCommand({
      ...{ Name: "market", Source: arn("sqs", "shop-dead"), Target: LIVE, RoleArn: ROLE },
      SourceParameters: {
        SqsQueueParameters: { BatchSize: 3 },
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: ["x"] }) }] },
      },
      TargetParameters: { InputTemplate: JSON.stringify({ token: SECRET }) },
    }),
  );

  const s3 = client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: "market-uploads" }));
  await lets("s3", "s3", "arn:aws:s3:::market-uploads");
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: "market-uploads",
      NotificationConfiguration: {
        EventBridgeConfiguration: {},
        LambdaFunctionConfigurations: [
          {
            ...{ Id: "uploads", LambdaFunctionArn: LIVE, Events: ["s3:ObjectCreated:*"] },
            Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "img/" }] } },
          },
        ],
      },
    }),
  );

  const elb = client(B.ElasticLoadBalancingV2Client);
  const { listener } = await makeBalancer(ports, elb, "market");
  const { TargetGroups = [] } = await elb.send(
    new B.CreateTargetGroupCommand({ Name: "market", TargetType: "lambda" }),
  );
  const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? "";
  await lets("elb", "elasticloadbalancing", TargetGroupArn);
  await elb.send(new B.RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: LIVE }] }));
  await elb.send(
    new B.CreateRuleCommand({
      ...{ ListenerArn: listener, Priority: 7 },
      Conditions: [
        { Field: "path-pattern", PathPatternConfig: { Values: ["/orders/*"] } },
        { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "x-key", Values: [SECRET] } },
      ],
      Actions: [{ Type: "forward", TargetGroupArn }],
    }),
  );
  const http = await makeApi(client(G.ApiGatewayV2Client), {
    protocol: "HTTP",
    key: "POST /orders",
    stage: "$default",
  });
  const socket = await makeApi(client(G.ApiGatewayV2Client), {
    protocol: "WEBSOCKET",
    key: "$default",
    stage: "live",
  });
  await lets("http", "apigateway", `arn:aws:execute-api:${EAST}:${SCOPE.account}:${http}/*`);
  const rules = await makeMarketRules({ client, lets, calls: LIVE });
  return [
    ...rules,
    await makeDistribution(client),
    { kind: "lambda", id: FN },
    { kind: "event-archive", id: "market" },
    { kind: "event-connection", id: "partner" },
    { kind: "api-destination", id: "partner" },
    { kind: "log-filter", id: logGroupName },
    { kind: "state-machine", id: "market" },
    { kind: "kinesis-stream", id: "clicks" },
    { kind: "dynamodb-table", id: TableName },
    { kind: "pipe", id: "market" },
    { kind: "s3-notifications", id: "market-uploads" },
    { kind: "target-group", id: "market" },
    { kind: "http-api", id: http },
    { kind: "websocket-api", id: socket },
  ];
}

interface ApiWanted {
  readonly protocol: G.ProtocolType;
  readonly key: string;
  readonly stage: string;
}

async function makeApi(gateway: G.ApiGatewayV2Client, { protocol, key, stage }: ApiWanted): Promise<string> {
  const isHttp = protocol === "HTTP";
  const { ApiId = "" } = await gateway.send(
    new G.CreateApiCommand({
      ...{ Name: `market-${protocol.toLowerCase()}`, ProtocolType: protocol, Tags: { team: "shop" } },
      ...(isHttp
        ? { CorsConfiguration: { AllowOrigins: ["https://shop.example.com"], MaxAge: 60 } }
        : { RouteSelectionExpression: "$request.body.action" }),
    }),
  );
  const invocation = `arn:aws:apigateway:${EAST}:lambda:path/2015-03-31/functions/${LIVE}/invocations`;
  const { IntegrationId } = await gateway.send(
    new G.CreateIntegrationCommand({
      ...{ ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: isHttp ? LIVE : invocation },
      ...(isHttp ? { PayloadFormatVersion: "2.0" } : { IntegrationMethod: "POST" }),
    }),
  );
  const checks = isHttp
    ? await gateway.send(
        new G.CreateAuthorizerCommand({
          ...{
            ApiId,
            Name: "people",
            AuthorizerType: "JWT",
            IdentitySource: ["$request.header.Authorization"],
          },
          JwtConfiguration: { Audience: ["shop"], Issuer: "https://id.example.com" },
        }),
      )
    : undefined;
  await gateway.send(
    new G.CreateRouteCommand({
      ...{ ApiId, RouteKey: key, Target: `integrations/${IntegrationId}` },
      ...(checks !== undefined && { AuthorizationType: "JWT", AuthorizerId: checks.AuthorizerId }),
    }),
  );
  const deployed = isHttp
    ? { AutoDeploy: true }
    : { DeploymentId: (await gateway.send(new G.CreateDeploymentCommand({ ApiId }))).DeploymentId };
  await gateway.send(
    new G.CreateStageCommand({
      ...{ ApiId, StageName: stage, StageVariables: { token: SECRET }, ...deployed },
      DefaultRouteSettings: { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 10 },
    }),
  );
  return ApiId;
}
