import { AWAY, HOME } from "../extension/clients.ts";
import { rawCall } from "../extension/raw-call.ts";
import { ACCOUNT } from "../extension/servers.ts";

type Answer = Readonly<Record<string, unknown>>;

async function call(endpoint: string, region: string, target: string, input: unknown): Promise<Answer> {
  const service = target.startsWith("Kinesis") ? "kinesis" : "dynamodb";
  const { status, body } = await rawCall(endpoint, service, target, input, region);
  if (status >= 300) throw new Error(`${target}: ${JSON.stringify(body)}`);
  return body;
}

/** A stream and a table of one region, and what is put there. */
export interface Sources {
  readonly stream: string;
  readonly table: string;
  readonly put: (value: object) => Promise<void>;
  readonly item: (value: Readonly<Record<string, string>>) => Promise<void>;
}

export async function makeSources(endpoint: string, region: string): Promise<Sources> {
  const send = (target: string, input: object): Promise<Answer> => call(endpoint, region, target, input);
  const [StreamName, TableName] = ["clicks", "orders"];
  await send("Kinesis_20131202.CreateStream", { StreamName, ShardCount: 2 });
  const { TableDescription } = await send("DynamoDB_20120810.CreateTable", {
    TableName,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  });
  return {
    stream: `arn:aws:kinesis:${region}:${ACCOUNT}:stream/${StreamName}`,
    table: (TableDescription as { LatestStreamArn: string }).LatestStreamArn,
    put: async (value) => {
      const Data = Buffer.from(JSON.stringify(value)).toString("base64");
      await send("Kinesis_20131202.PutRecord", { StreamName, PartitionKey: "one", Data });
    },
    item: async (value) => {
      const Item = Object.fromEntries(Object.entries(value).map(([name, text]) => [name, { S: text }]));
      await send("DynamoDB_20120810.PutItem", { TableName, Item });
    },
  };
}

const secret = (name: string): string => `arn:aws:secretsmanager:${HOME}:${ACCOUNT}:secret:${name}-AbCdEf`;
const CLUSTER = `arn:aws:kafka:${HOME}:${ACCOUNT}:cluster/orders/5f1d0c8e-0000-4000-8000-000000000001-1`;
const BROKER = `arn:aws:mq:${HOME}:${ACCOUNT}:broker:orders:b-5f1d0c8e-0000-4000-8000-000000000002`;
const DOCUMENTS = `arn:aws:rds:${HOME}:${ACCOUNT}:cluster:orders`;
const REGISTRY = `arn:aws:glue:${HOME}:${ACCOUNT}:registry/orders`;
const SERVERS = ["b-1.kafka.us-east-1.shop.example:9096", "b-2.kafka.us-east-1.shop.example:9096"];

/** Mappings of clusters and brokers, with all that Lambda takes of each; what is a set, sorted. */
export const DISTANT = [
  {
    EventSourceArn: CLUSTER,
    Topics: ["orders"],
    StartingPosition: "TRIM_HORIZON",
    AmazonManagedKafkaEventSourceConfig: {
      ConsumerGroupId: "intake",
      SchemaRegistryConfig: {
        SchemaRegistryURI: REGISTRY,
        EventRecordFormat: "JSON",
        SchemaValidationConfigs: [{ Attribute: "KEY" }, { Attribute: "VALUE" }],
      },
    },
    ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 5, PollerGroupName: "shop" },
    MetricsConfig: { Metrics: ["ErrorCount", "EventCount", "KafkaMetrics"] },
    LoggingConfig: { SystemLogLevel: "DEBUG" },
    DestinationConfig: { OnFailure: { Destination: "kafka://failed" } },
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 3,
    MaximumRecordAgeInSeconds: 600,
    Tags: { team: "shop" },
  },
  { EventSourceArn: CLUSTER, Topics: ["clicks"], StartingPosition: "LATEST", Enabled: false },
  {
    SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: SERVERS } },
    Topics: ["orders"],
    StartingPosition: "AT_TIMESTAMP",
    StartingPositionTimestamp: new Date("2026-01-02T03:04:05Z"),
    MaximumBatchingWindowInSeconds: 0,
    SourceAccessConfigurations: [
      { Type: "SASL_SCRAM_512_AUTH", URI: secret("kafka") },
      { Type: "VPC_SECURITY_GROUP", URI: "security_group:sg-0b" },
      { Type: "VPC_SUBNET", URI: "subnet:subnet-0a" },
    ],
    SelfManagedKafkaEventSourceConfig: {
      SchemaRegistryConfig: {
        SchemaRegistryURI: "https://registry.shop.example",
        EventRecordFormat: "SOURCE",
        AccessConfigs: [{ Type: "BASIC_AUTH", URI: secret("registry") }],
        SchemaValidationConfigs: [{ Attribute: "VALUE" }],
      },
    },
  },
  ...["/", "shop"].map((host) => ({
    EventSourceArn: BROKER,
    Queues: ["orders"],
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 5,
    SourceAccessConfigurations: [
      { Type: "BASIC_AUTH", URI: secret("broker") },
      { Type: "VIRTUAL_HOST", URI: host },
    ],
  })),
  {
    EventSourceArn: DOCUMENTS,
    StartingPosition: "LATEST",
    SourceAccessConfigurations: [{ Type: "BASIC_AUTH", URI: secret("documents") }],
    DocumentDBEventSourceConfig: {
      DatabaseName: "shop",
      CollectionName: "orders",
      FullDocument: "UpdateLookup",
    },
    FilterCriteria: { Filters: [{ Pattern: '{"event":{"operationType":["insert"]}}' }] },
  },
] as const;

const away = (text: string): string => text.replaceAll(HOME, AWAY);

/** What stands for all that those name in the other region. */
export const DISTANT_MAP: Readonly<Record<string, string>> = {
  "subnet-0a": "subnet-1a",
  "sg-0b": "sg-1b",
  ...Object.fromEntries(
    [
      CLUSTER,
      BROKER,
      DOCUMENTS,
      REGISTRY,
      ...SERVERS,
      ...["kafka", "registry", "broker", "documents"].map(secret),
    ].map((one) => [one, away(one)]),
  ),
};
