import type {
  CreatePipeRequest,
  PipeEnrichmentParameters,
  PipeTargetParameters,
} from "@aws-sdk/client-pipes";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const QUEUE = here("sqs", "orders");
const STREAM = here("kinesis", "stream/clicks");
const TABLE = here("dynamodb", "table/orders/stream/2026-01-01T00:00:00.000");
const CLUSTER = here("kafka", "cluster/orders/0b1e5f6a-aaaa-bbbb-cccc-000000000001-1");
const BROKER = here("mq", "broker:orders:b-0b1e5f6a-aaaa-bbbb-cccc-000000000002");
const SECRET = here("secretsmanager", "secret:orders-AbCdEf");
const LETTERS = here("sqs", "orders-dead");
const FUNCTION = here("lambda", "function:orders");
const ALIAS = here("lambda", "function:orders:live");
const MACHINE = here("states", "stateMachine:orders");
const TOPIC = here("sns", "orders");
const FIFO = here("sqs", "orders.fifo");
const BUS = here("events", "event-bus/orders");
const JOBS = here("batch", "job-queue/orders");
const TASKS = here("ecs", "cluster/orders");
const TASK = here("ecs", "task-definition/orders:3");
const LOGS = here("logs", "log-group:/pipes/orders");
const KEY = here("kms", "key/0b1e5f6a-aaaa-bbbb-cccc-000000000001");
/** An API destination that enriches, by the ARN that AWS drew. */
export const DESTINATION = here("events", "api-destination/partner/0b1e5f6a-0000-4000-8000-000000000001");
const ROLES = [`arn:aws:iam::${account}:role/caller`, `arn:aws:iam::${account}:role/other`];

/** All that the arbitrary's pipes name in their region. */
export const NAMED = [
  ...[QUEUE, STREAM, TABLE, CLUSTER, BROKER, SECRET, LETTERS, FUNCTION, ALIAS, MACHINE, TOPIC, FIFO, BUS],
  ...[JOBS, TASKS, TASK, LOGS, KEY, DESTINATION],
];
export const BUCKET = "pipe-logs";

const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });

type Source = Pick<CreatePipeRequest, "Source" | "SourceParameters">;
type Target = Pick<CreatePipeRequest, "Target" | "TargetParameters">;
export type MadePipe = CreatePipeRequest & { Name: string; DesiredState: "RUNNING" | "STOPPED" };

const letters = { DeadLetterConfig: { Arn: LETTERS } };
const sources = fc.constantFrom<Source>(
  { Source: QUEUE },
  {
    Source: QUEUE,
    SourceParameters: { SqsQueueParameters: { BatchSize: 3, MaximumBatchingWindowInSeconds: 5 } },
  },
  {
    Source: STREAM,
    SourceParameters: {
      KinesisStreamParameters: {
        ...{ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: new Date("2026-01-02") },
        ...{ ...letters, MaximumRetryAttempts: 3, OnPartialBatchItemFailure: "AUTOMATIC_BISECT" },
      },
    },
  },
  { Source: STREAM, SourceParameters: { KinesisStreamParameters: { StartingPosition: "LATEST" } } },
  {
    Source: TABLE,
    SourceParameters: { DynamoDBStreamParameters: { StartingPosition: "TRIM_HORIZON", ...letters } },
  },
  {
    Source: CLUSTER,
    SourceParameters: {
      ManagedStreamingKafkaParameters: {
        ...{ TopicName: "orders", ConsumerGroupID: "pipe", StartingPosition: "TRIM_HORIZON" },
        Credentials: { SaslScram512Auth: SECRET },
      },
    },
  },
  {
    Source: "smk://kafka.example.com:9096",
    SourceParameters: {
      SelfManagedKafkaParameters: {
        ...{ TopicName: "orders", AdditionalBootstrapServers: ["kafka-2.example.com:9096"] },
        Credentials: { BasicAuth: SECRET },
      },
    },
  },
  {
    Source: BROKER,
    SourceParameters: {
      RabbitMQBrokerParameters: { QueueName: "orders", VirtualHost: "/", Credentials: { BasicAuth: SECRET } },
    },
  },
);

const targets: fc.Arbitrary<Target> = secret.chain((word) =>
  fc.constantFrom<Target>(
    { Target: FUNCTION },
    { Target: ALIAS, TargetParameters: { LambdaFunctionParameters: { InvocationType: "FIRE_AND_FORGET" } } },
    {
      Target: MACHINE,
      TargetParameters: { StepFunctionStateMachineParameters: { InvocationType: "FIRE_AND_FORGET" } },
    },
    { Target: TOPIC },
    { Target: FIFO, TargetParameters: { SqsQueueParameters: { MessageGroupId: "$.body.customer" } } },
    {
      Target: BUS,
      TargetParameters: { EventBridgeEventBusParameters: { Source: "shop", DetailType: "order" } },
    },
    {
      Target: JOBS,
      TargetParameters: {
        BatchJobParameters: {
          ...{ JobDefinition: "orders:3", JobName: "orders", Parameters: { token: word } },
          ContainerOverrides: { Environment: [{ Name: "TOKEN", Value: word }] },
        },
      },
    },
    {
      Target: TASKS,
      TargetParameters: {
        EcsTaskParameters: {
          TaskDefinitionArn: TASK,
          Overrides: {
            ContainerOverrides: [{ Name: "app", Environment: [{ name: "TOKEN", value: word }] }],
          },
        },
      },
    },
  ),
);

const enrichments: fc.Arbitrary<Pick<CreatePipeRequest, "Enrichment" | "EnrichmentParameters">> =
  secret.chain((word) =>
    fc.constantFrom(
      {},
      { Enrichment: FUNCTION },
      { Enrichment: ALIAS, EnrichmentParameters: { InputTemplate: `{"token":"${word}","body":<$.body>}` } },
      {
        Enrichment: DESTINATION,
        EnrichmentParameters: { HttpParameters: { HeaderParameters: { "x-token": word } } },
      } satisfies { Enrichment: string; EnrichmentParameters: PipeEnrichmentParameters },
    ),
  );

const patterns = fc.array(
  secret.map((word) => `{"awsRegion":["${region}"],"body":{"kind":["${word}"],"n":[{"numeric":[">",4.0]}]}}`),
  { minLength: 1, maxLength: 2 },
);

/** Pipes of every form. */
export const arbitraryPipe: fc.Arbitrary<MadePipe> = fc
  .record({
    Name: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/),
    DesiredState: fc.constantFrom("RUNNING" as const, "STOPPED" as const),
    source: sources,
    patterns: fc.oneof(
      { weight: 3, arbitrary: patterns },
      { weight: 1, arbitrary: fc.constant<string[]>([]) },
    ),
    enrichment: enrichments,
    target: targets,
    template: maybe(
      secret.map((word) => `{"token":"${word}","queue":"${QUEUE}","all":<aws.pipes.event.json>}`),
    ),
    RoleArn: fc.constantFrom(...ROLES),
    Description: maybe(fc.constantFrom("orders", "it's 100%")),
    KmsKeyIdentifier: maybe(fc.constantFrom(KEY, "alias/orders")),
    LogConfiguration: maybe(
      fc.constantFrom<NonNullable<CreatePipeRequest["LogConfiguration"]>>(
        { Level: "ERROR", CloudwatchLogsLogDestination: { LogGroupArn: LOGS } },
        {
          ...{ Level: "TRACE", IncludeExecutionData: ["ALL"] },
          S3LogDestination: { BucketName: BUCKET, BucketOwner: account, Prefix: "pipes/" },
        },
      ),
    ),
    Tags: fc.dictionary(fc.constantFrom("team", "stage"), fc.constantFrom("shop", "x"), {
      noNullPrototype: true,
    }),
  })
  .map(({ source, patterns, enrichment, target, template, Tags, ...rest }) =>
    defined({
      ...{ ...rest, ...source, ...enrichment, ...target },
      ...(patterns.length > 0 && {
        SourceParameters: {
          ...source.SourceParameters,
          FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) },
        },
      }),
      ...(template !== undefined && {
        TargetParameters: { ...(target.TargetParameters as PipeTargetParameters), InputTemplate: template },
      }),
      ...(Object.keys(Tags).length > 0 && { Tags }),
    }),
  );

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
