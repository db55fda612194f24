import type { Kind } from "../contract/kinds.ts";
import type { TerraformKind } from "./kit/terraform/resource.ts";

/** A kind's documents and secrets are its own: whoever holds one of any kind hands on only what it got from it. */
// biome-ignore lint/suspicious/noExplicitAny: a document leaves a kind only to come back to it
export type AnyTerraformKind = TerraformKind<any, any>;

const LOADERS: Readonly<Partial<Record<Kind, () => Promise<AnyTerraformKind>>>> = {
  "api-destination": async () => (await import("./api-destination/terraform.ts")).apiDestinationInTerraform,
  "cloudfront-distribution": async () =>
    (await import("./cloudfront-distribution/terraform.ts")).distributionInTerraform,
  "config-rule": async () => (await import("./config-rule/terraform.ts")).configRuleInTerraform,
  "dynamodb-table": async () => (await import("./dynamodb-table/terraform.ts")).dynamodbTableInTerraform,
  "event-archive": async () => (await import("./event-archive/terraform.ts")).eventArchiveInTerraform,
  "event-bus": async () => (await import("./event-bus/terraform.ts")).eventBusInTerraform,
  "event-connection": async () =>
    (await import("./event-connection/terraform.ts")).eventConnectionInTerraform,
  "event-rule": async () => (await import("./event-rule/terraform.ts")).eventRuleInTerraform,
  "http-api": async () => (await import("./http-api/terraform.ts")).apiInTerraform,
  "kinesis-stream": async () => (await import("./kinesis-stream/terraform.ts")).kinesisStreamInTerraform,
  lambda: async () => (await import("./lambda/terraform.ts")).lambdaInTerraform,
  "log-filter": async () => (await import("./log-filter/terraform.ts")).logFilterInTerraform,
  pipe: async () => (await import("./pipe/terraform.ts")).pipeInTerraform,
  "receipt-rule": async () => (await import("./receipt-rule/terraform.ts")).receiptRuleInTerraform,
  "rest-api": async () => (await import("./rest-api/terraform.ts")).restApiInTerraform,
  "s3-notifications": async () =>
    (await import("./s3-notifications/terraform.ts")).s3NotificationsInTerraform,
  schedule: async () => (await import("./schedule/terraform.ts")).scheduleInTerraform,
  "schedule-group": async () => (await import("./schedule-group/terraform.ts")).scheduleGroupInTerraform,
  "secret-rotation": async () => (await import("./secret-rotation/terraform.ts")).secretRotationInTerraform,
  "sns-topic": async () => (await import("./sns-topic/terraform.ts")).snsTopicInTerraform,
  "sqs-queue": async () => (await import("./sqs-queue/terraform.ts")).sqsQueueInTerraform,
  "state-machine": async () => (await import("./state-machine/terraform.ts")).stateMachineInTerraform,
  "target-group": async () => (await import("./target-group/terraform.ts")).targetGroupInTerraform,
  "topic-rule": async () => (await import("./topic-rule/terraform.ts")).topicRuleInTerraform,
  "websocket-api": async () => (await import("./http-api/terraform.ts")).apiInTerraform,
};

/** Kinds that Terraform would own together with what no point has of them, each with the reason. */
export const NEVER_IN_TERRAFORM: Readonly<Partial<Record<Kind, string>>> = {
  "user-pool-triggers":
    "the provider has triggers as settings of a whole user pool alone, of which no point has the others: arm those by zonekeep",
};

/** Kinds that can be said in resources of Terraform, sorted. */
export const IN_TERRAFORM: readonly string[] = Object.keys(LOADERS).sort();

/** What says a kind in resources of Terraform. `undefined`: nothing does. */
export async function loadTerraformKind(kind: Kind): Promise<AnyTerraformKind | undefined> {
  return LOADERS[kind]?.();
}
