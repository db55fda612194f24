import type { Kind } from "../contract/kinds.ts";
import { apiDestinationSpec } from "./api-destination/spec.ts";
import { cloudfrontDistributionSpec } from "./cloudfront-distribution/spec.ts";
import { configRuleSpec } from "./config-rule/spec.ts";
import { dynamodbTableSpec } from "./dynamodb-table/spec.ts";
import { eventArchiveSpec } from "./event-archive/spec.ts";
import { eventBusSpec } from "./event-bus/spec.ts";
import { eventConnectionSpec } from "./event-connection/spec.ts";
import { eventRuleSpec } from "./event-rule/spec.ts";
import { httpApiSpec } from "./http-api/spec.ts";
import { kinesisStreamSpec } from "./kinesis-stream/spec.ts";
import { lambdaSpec } from "./lambda/spec.ts";
import { logFilterSpec } from "./log-filter/spec.ts";
import { pipeSpec } from "./pipe/spec.ts";
import { receiptRuleSpec } from "./receipt-rule/spec.ts";
import { restApiSpec } from "./rest-api/spec.ts";
import { s3NotificationsSpec } from "./s3-notifications/spec.ts";
import { scheduleSpec } from "./schedule/spec.ts";
import { scheduleGroupSpec } from "./schedule-group/spec.ts";
import { secretRotationSpec } from "./secret-rotation/spec.ts";
import { snsTopicSpec } from "./sns-topic/spec.ts";
import type { KindSpec } from "./spec.ts";
import { sqsQueueSpec } from "./sqs-queue/spec.ts";
import { stateMachineSpec } from "./state-machine/spec.ts";
import { targetGroupSpec } from "./target-group/spec.ts";
import { topicRuleSpec } from "./topic-rule/spec.ts";
import { userPoolTriggersSpec } from "./user-pool-triggers/spec.ts";
import { websocketApiSpec } from "./websocket-api/spec.ts";

/** The facts of every kind: what IAM, the planner, runs and the command line know of kinds, without their code. */
export const SPECS: Readonly<Record<Kind, KindSpec>> = {
  "api-destination": apiDestinationSpec,
  "cloudfront-distribution": cloudfrontDistributionSpec,
  "config-rule": configRuleSpec,
  "dynamodb-table": dynamodbTableSpec,
  "event-archive": eventArchiveSpec,
  "event-bus": eventBusSpec,
  "event-connection": eventConnectionSpec,
  "event-rule": eventRuleSpec,
  "http-api": httpApiSpec,
  "kinesis-stream": kinesisStreamSpec,
  lambda: lambdaSpec,
  "log-filter": logFilterSpec,
  pipe: pipeSpec,
  "receipt-rule": receiptRuleSpec,
  "rest-api": restApiSpec,
  "s3-notifications": s3NotificationsSpec,
  schedule: scheduleSpec,
  "schedule-group": scheduleGroupSpec,
  "secret-rotation": secretRotationSpec,
  "sns-topic": snsTopicSpec,
  "sqs-queue": sqsQueueSpec,
  "state-machine": stateMachineSpec,
  "target-group": targetGroupSpec,
  "topic-rule": topicRuleSpec,
  "user-pool-triggers": userPoolTriggersSpec,
  "websocket-api": websocketApiSpec,
};
