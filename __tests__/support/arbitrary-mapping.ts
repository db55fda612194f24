import fc from "fast-check";
import type { JsonObject } from "../../modules/contract/json.ts";

const AT = "us-east-1:111122223333";
const KEY = `arn:aws:kms:${AT}:key/code`;
const QUEUE = `arn:aws:sqs:${AT}:orders`;
const STREAM = `arn:aws:kinesis:${AT}:stream/clicks`;
const TABLE = `arn:aws:dynamodb:${AT}:table/orders/stream/2026-01-02T03:04:05.678`;
const CLUSTER = `arn:aws:kafka:${AT}:cluster/orders/5f1d0c8e-0000-4000-8000-000000000001-1`;
const BROKER = `arn:aws:mq:${AT}:broker:orders:b-5f1d0c8e-0000-4000-8000-000000000002`;
const DOCUMENTS = `arn:aws:rds:${AT}:cluster:orders`;
const REGISTRY = `arn:aws:glue:${AT}:registry/orders`;
const SERVER = "b-1.kafka.us-east-1.shop.example:9096";
const SECRET = `arn:aws:secretsmanager:${AT}:secret:sources-AbCdEf`;

/** What mappings name of their region, and the map has to have. */
export const MAPPED_SOURCES = [
  ...[QUEUE, STREAM, TABLE, CLUSTER, BROKER, DOCUMENTS, REGISTRY, SERVER, SECRET],
] as const;

const START = fc.constantFrom("TRIM_HORIZON", "LATEST");
const PARTIAL = fc.constant(["ReportBatchItemFailures"]);
const FAILED = (Destination: string) => fc.constant({ OnFailure: { Destination } });
const EVENTS = fc.constant({ Metrics: ["EventCount"] });
/** Lambda tells it of every mapping. */
const SIZE = { BatchSize: fc.constantFrom(10, 100) };
const BATCH = { ...SIZE, MaximumBatchingWindowInSeconds: fc.constantFrom(1, 30) };
const RETRIES = {
  BisectBatchOnFunctionError: fc.constant(true),
  MaximumRetryAttempts: fc.constantFrom(0, 4),
  MaximumRecordAgeInSeconds: fc.constant(600),
};
const filters = (Pattern: string) => fc.constant({ Filters: [{ Pattern }] });
const access = (...more: JsonObject[]) => fc.constant([{ Type: "BASIC_AUTH", URI: SECRET }, ...more]);
const registry = (SchemaRegistryURI: string) =>
  fc.constant({
    SchemaRegistryURI,
    EventRecordFormat: "JSON",
    SchemaValidationConfigs: [{ Attribute: "VALUE" }],
  });
const kafka = (uri: string) =>
  fc.record(
    { ConsumerGroupId: fc.constantFrom("intake", "other"), SchemaRegistryConfig: registry(uri) },
    { requiredKeys: ["ConsumerGroupId"] },
  );
const pollers = fc.constantFrom(
  { MinimumPollers: 2, MaximumPollers: 5 },
  { MinimumPollers: 1, MaximumPollers: 200 },
);

/** Of streams, queues, clusters and brokers: everything that Lambda takes of each. */
export const mappingSettings = fc.oneof(
  fc.record(
    {
      EventSourceArn: fc.constant(QUEUE),
      ...BATCH,
      FilterCriteria: filters('{"body":{"kind":["canary-sale"]}}'),
      KMSKeyArn: fc.constant(KEY),
      ScalingConfig: fc.constant({ MaximumConcurrency: 3 }),
      FunctionResponseTypes: PARTIAL,
      MetricsConfig: EVENTS,
    },
    { requiredKeys: ["BatchSize", "EventSourceArn"] },
  ),
  fc.record(
    { EventSourceArn: fc.constant(QUEUE), ...BATCH, ProvisionedPollerConfig: pollers },
    { requiredKeys: ["BatchSize", "EventSourceArn", "ProvisionedPollerConfig"] },
  ),
  fc.record(
    {
      EventSourceArn: fc.constantFrom(STREAM, TABLE),
      StartingPosition: START,
      ...BATCH,
      ...RETRIES,
      ParallelizationFactor: fc.constantFrom(2, 10),
      TumblingWindowInSeconds: fc.constant(60),
      DestinationConfig: FAILED(`arn:aws:sqs:${AT}:dead`),
      FilterCriteria: filters('{"eventName":["INSERT"],"token":["canary-insert"]}'),
      FunctionResponseTypes: PARTIAL,
    },
    { requiredKeys: ["BatchSize", "EventSourceArn", "StartingPosition"] },
  ),
  fc.record(
    {
      EventSourceArn: fc.constant(CLUSTER),
      ...SIZE,
      Topics: fc.constantFrom(["orders"], ["clicks"]),
      StartingPosition: START,
      AmazonManagedKafkaEventSourceConfig: kafka(REGISTRY),
      ProvisionedPollerConfig: pollers,
      LoggingConfig: fc.constant({ SystemLogLevel: "DEBUG" }),
      MetricsConfig: fc.constant({ Metrics: ["ErrorCount", "EventCount"] }),
      DestinationConfig: FAILED("kafka://failed"),
      ...RETRIES,
    },
    {
      requiredKeys: [
        "BatchSize",
        "EventSourceArn",
        "Topics",
        "StartingPosition",
        "AmazonManagedKafkaEventSourceConfig",
      ],
    },
  ),
  fc.record(
    {
      ...SIZE,
      SelfManagedEventSource: fc.constant({ Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [SERVER] } }),
      Topics: fc.constant(["orders"]),
      StartingPosition: START,
      SourceAccessConfigurations: access(
        { Type: "VPC_SECURITY_GROUP", URI: "security_group:sg-0b" },
        { Type: "VPC_SUBNET", URI: "subnet:subnet-0a" },
      ),
      // Lambda tells how it consumes where nobody said it.
      SelfManagedKafkaEventSourceConfig: kafka("https://registry.shop.example").map((config) => ({
        ...config,
        ConsumptionMode: "Stream",
      })),
      // Half a second where it is not said.
      MaximumBatchingWindowInSeconds: fc.constantFrom(0, 5),
    },
    {
      requiredKeys: [
        "BatchSize",
        "SelfManagedEventSource",
        "Topics",
        "StartingPosition",
        "SourceAccessConfigurations",
        "SelfManagedKafkaEventSourceConfig",
      ],
    },
  ),
  fc.record(
    {
      EventSourceArn: fc.constant(BROKER),
      Queues: fc.constant(["orders"]),
      SourceAccessConfigurations: fc.oneof(
        access(),
        ...["/", "shop"].map((URI) => access({ Type: "VIRTUAL_HOST", URI })),
      ),
      ...BATCH,
    },
    { requiredKeys: ["BatchSize", "EventSourceArn", "Queues", "SourceAccessConfigurations"] },
  ),
  fc.record(
    {
      EventSourceArn: fc.constant(DOCUMENTS),
      ...SIZE,
      StartingPosition: START,
      SourceAccessConfigurations: access(),
      DocumentDBEventSourceConfig: fc.constantFrom(
        { DatabaseName: "shop", FullDocument: "Default" },
        { DatabaseName: "shop", CollectionName: "orders", FullDocument: "UpdateLookup" },
      ),
      FilterCriteria: filters('{"event":{"operationType":["insert"]}}'),
    },
    {
      requiredKeys: [
        "BatchSize",
        "EventSourceArn",
        "StartingPosition",
        "SourceAccessConfigurations",
        "DocumentDBEventSourceConfig",
      ],
    },
  ),
) as fc.Arbitrary<JsonObject>;
