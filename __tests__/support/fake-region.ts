import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IoTClient } from "@aws-sdk/client-iot";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { PipesClient } from "@aws-sdk/client-pipes";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { KeyValueStoreClient } from "../../modules/protectors/cloudfront-distribution/stores/client.ts";
import { RecordReader } from "../../modules/protectors/kinesis-stream/records.ts";
import type { FunctionCapturePorts } from "../../modules/protectors/lambda/ports.ts";
import type { CapturePorts, ClientOf } from "../../modules/protectors/protector.ts";
import { FakeApis } from "./fake-apis.ts";
import { Wire } from "./fake-aws/wire.ts";
import { FakeBuckets } from "./fake-buckets.ts";
import { FakeCloudFront } from "./fake-cloudfront.ts";
import { FakeCognito } from "./fake-cognito.ts";
import { FakeConfig } from "./fake-config.ts";
import { FakeDynamoDB } from "./fake-dynamodb.ts";
import { FakeEcr } from "./fake-ecr.ts";
import { FakeElb } from "./fake-elb.ts";
import { FakeEvents } from "./fake-events.ts";
import { FakeGateway } from "./fake-gateway.ts";
import { FakeIot } from "./fake-iot.ts";
import { FakeKinesis } from "./fake-kinesis.ts";
import type { LambdaOptions } from "./fake-lambda/base.ts";
import { FakeLambda } from "./fake-lambda/lambda.ts";
import { FakeLogs } from "./fake-logs.ts";
import { FakeMetrics } from "./fake-metrics.ts";
import { FakePipes } from "./fake-pipes.ts";
import { FakeScaling } from "./fake-scaling.ts";
import { FakeScheduler } from "./fake-scheduler.ts";
import { FakeSecrets } from "./fake-secrets.ts";
import { FakeSes } from "./fake-ses.ts";
import { FakeSfn } from "./fake-sfn.ts";
import { FakeSns } from "./fake-sns.ts";
import { FakeTagging } from "./fake-tagging.ts";
import { MemorySpool } from "./memory-spool.ts";
import { ACCOUNT } from "./seed-function.ts";

/** One account and region in memory, whose calls are counted together. */
export class FakeRegion {
  readonly wire = new Wire();
  readonly lambda: FakeLambda;
  readonly apis: FakeApis;
  readonly buckets: FakeBuckets;
  readonly cloudfront: FakeCloudFront;
  readonly config: FakeConfig;
  readonly cognito: FakeCognito;
  readonly dynamodb: FakeDynamoDB;
  readonly ecr: FakeEcr;
  readonly elb: FakeElb;
  readonly events: FakeEvents;
  readonly gateway: FakeGateway;
  readonly iot: FakeIot;
  readonly kinesis: FakeKinesis;
  readonly logs: FakeLogs;
  readonly metrics: FakeMetrics;
  readonly pipes: FakePipes;
  readonly scaling: FakeScaling;
  readonly scheduler: FakeScheduler;
  readonly secrets: FakeSecrets;
  readonly ses: FakeSes;
  readonly sfn: FakeSfn;
  readonly sns: FakeSns;
  readonly tagging: FakeTagging;

  constructor({ account = ACCOUNT, region = "us-east-1", ...options }: Omit<LambdaOptions, "wire"> = {}) {
    this.lambda = new FakeLambda({ account, region, wire: this.wire, ...options });
    this.apis = new FakeApis({ account, region, wire: this.wire });
    this.buckets = new FakeBuckets({ account, region, wire: this.wire });
    this.cloudfront = new FakeCloudFront({ account, region, wire: this.wire });
    this.config = new FakeConfig({ account, region, wire: this.wire });
    this.cognito = new FakeCognito({ account, region, wire: this.wire });
    this.dynamodb = new FakeDynamoDB({ account, region, wire: this.wire });
    this.ecr = new FakeEcr({ account, region, wire: this.wire });
    this.elb = new FakeElb({ account, region, wire: this.wire });
    this.events = new FakeEvents({ account, region, wire: this.wire });
    this.gateway = new FakeGateway({ account, region, wire: this.wire });
    this.iot = new FakeIot({ account, region, wire: this.wire });
    this.kinesis = new FakeKinesis({ account, region, wire: this.wire });
    this.logs = new FakeLogs({ account, region, wire: this.wire });
    this.metrics = new FakeMetrics({ account, region, wire: this.wire });
    this.pipes = new FakePipes({ account, region, wire: this.wire });
    this.scaling = new FakeScaling({ account, region, wire: this.wire });
    this.scheduler = new FakeScheduler({ account, region, wire: this.wire });
    this.secrets = new FakeSecrets({ account, region, wire: this.wire });
    this.ses = new FakeSes({ account, region, wire: this.wire });
    this.sfn = new FakeSfn({ account, region, wire: this.wire });
    this.sns = new FakeSns({ account, region, wire: this.wire });
    this.tagging = new FakeTagging(this.lambda, { account, region, wire: this.wire });
    this.lambda.imageAt = (address) => this.ecr.imageAt(address);
  }

  /** What a page of each list holds. */
  set page(items: number) {
    this.lambda.page = items;
    this.apis.page = items;
    this.buckets.page = items;
    this.cloudfront.page = items;
    this.config.page = items;
    this.cognito.page = items;
    this.dynamodb.page = items;
    this.elb.page = items;
    this.events.page = items;
    this.gateway.page = items;
    this.iot.page = items;
    this.kinesis.page = items;
    this.logs.page = items;
    this.metrics.page = items;
    this.pipes.page = items;
    this.scaling.page = items;
    this.scheduler.page = items;
    this.secrets.page = items;
    this.ses.page = items;
    this.sfn.page = items;
    this.sns.page = items;
    this.tagging.page = items;
  }

  readonly client: ClientOf = (Class) => {
    const found = this.fakes().get(Class);
    if (found === undefined) throw new Error(`there is no fake of ${Class.name}`);
    return found as InstanceType<typeof Class>;
  };

  /** By the classes of the SDK. */
  protected fakes(): Map<unknown, unknown> {
    return new Map<unknown, unknown>([
      [LambdaClient, this.lambda.client],
      [ECRClient, this.ecr.client],
      [S3Client, this.buckets.client],
      [ApiGatewayV2Client, this.apis.client],
      [APIGatewayClient, this.gateway.client],
      [ApplicationAutoScalingClient, this.scaling.client],
      [CloudFrontClient, this.cloudfront.client],
      [KeyValueStoreClient, this.cloudfront.keyValues.client],
      [ConfigServiceClient, this.config.client],
      [CognitoIdentityProviderClient, this.cognito.client],
      [DynamoDBClient, this.dynamodb.client],
      [ElasticLoadBalancingV2Client, this.elb.client],
      [EventBridgeClient, this.events.client],
      [IoTClient, this.iot.client],
      [KinesisClient, this.kinesis.client],
      [RecordReader, this.kinesis.client],
      [CloudWatchClient, this.metrics.client],
      [CloudWatchLogsClient, this.logs.client],
      [PipesClient, this.pipes.client],
      [SchedulerClient, this.scheduler.client],
      [SecretsManagerClient, this.secrets.client],
      [SESClient, this.ses.client],
      [SFNClient, this.sfn.client],
      [SNSClient, this.sns.client],
      [ResourceGroupsTaggingAPIClient, this.tagging.client],
    ]);
  }

  /** What a capture asks here; no bytes are known yet. */
  ports(): CapturePorts & FunctionCapturePorts & { readonly spool: MemorySpool } {
    return {
      account: this.lambda.account,
      region: this.lambda.region,
      partition: "aws",
      client: this.client,
      lambda: this.lambda.client,
      download: (address) =>
        address.startsWith("https://layers.") ? this.ecr.download(address) : this.lambda.download(address),
      spool: new MemorySpool(),
      known: async () => undefined,
      sleep: async () => undefined,
    };
  }
}
