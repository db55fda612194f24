import type { Kind } from "../contract/kinds.ts";
import type { Protector } from "./protector.ts";

/** A kind's document and secrets are its own: whoever holds one of any kind hands on only what it got from it. */
// biome-ignore lint/suspicious/noExplicitAny: a document leaves a kind only to come back to it
export type AnyProtector = Protector<any, any>;

const LOADERS: Readonly<Record<Kind, () => Promise<AnyProtector>>> = {
  "api-destination": async () => (await import("./api-destination/protector.ts")).apiDestination,
  "cloudfront-distribution": async () =>
    (await import("./cloudfront-distribution/protector.ts")).cloudfrontDistribution,
  "config-rule": async () => (await import("./config-rule/protector.ts")).configRule,
  "dynamodb-table": async () => (await import("./dynamodb-table/protector.ts")).dynamodbTable,
  "event-archive": async () => (await import("./event-archive/protector.ts")).eventArchive,
  "event-bus": async () => (await import("./event-bus/protector.ts")).eventBus,
  "event-connection": async () => (await import("./event-connection/protector.ts")).eventConnection,
  "event-rule": async () => (await import("./event-rule/protector.ts")).eventRule,
  "http-api": async () => (await import("./http-api/protector.ts")).httpApi,
  "kinesis-stream": async () => (await import("./kinesis-stream/protector.ts")).kinesisStream,
  lambda: async () => (await import("./lambda/protector.ts")).lambda,
  "log-filter": async () => (await import("./log-filter/protector.ts")).logFilter,
  pipe: async () => (await import("./pipe/protector.ts")).pipe,
  "receipt-rule": async () => (await import("./receipt-rule/protector.ts")).receiptRule,
  "rest-api": async () => (await import("./rest-api/protector.ts")).restApi,
  "s3-notifications": async () => (await import("./s3-notifications/protector.ts")).s3Notifications,
  schedule: async () => (await import("./schedule/protector.ts")).schedule,
  "schedule-group": async () => (await import("./schedule-group/protector.ts")).scheduleGroup,
  "secret-rotation": async () => (await import("./secret-rotation/protector.ts")).secretRotation,
  "sns-topic": async () => (await import("./sns-topic/protector.ts")).snsTopic,
  "sqs-queue": async () => (await import("./sqs-queue/protector.ts")).sqsQueue,
  "state-machine": async () => (await import("./state-machine/protector.ts")).stateMachine,
  "target-group": async () => (await import("./target-group/protector.ts")).targetGroup,
  "topic-rule": async () => (await import("./topic-rule/protector.ts")).topicRule,
  "user-pool-triggers": async () => (await import("./user-pool-triggers/protector.ts")).userPoolTriggers,
  "websocket-api": async () => (await import("./websocket-api/protector.ts")).websocketApi,
};

/** The code of a kind, with its SDK, loaded when it is first needed. */
export function loadProtector(kind: Kind): Promise<AnyProtector> {
  return LOADERS[kind]();
}
