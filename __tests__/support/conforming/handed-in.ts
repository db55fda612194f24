import type { AnyConforming } from "../protector-conformance/conforming.ts";
import { conforming as apiDestination } from "./api-destination.ts";
import { conforming as cloudfrontDistribution } from "./cloudfront-distribution.ts";
import { conforming as configRule } from "./config-rule.ts";
import { conforming as dynamodbTable } from "./dynamodb-table.ts";
import { conforming as eventArchive } from "./event-archive.ts";
import { conforming as eventBus } from "./event-bus.ts";
import { conforming as eventConnection } from "./event-connection.ts";
import { conforming as eventRule } from "./event-rule.ts";
import { conforming as httpApi } from "./http-api.ts";
import { conforming as kinesisStream } from "./kinesis-stream.ts";
import { conforming as lambda } from "./lambda.ts";
import { conforming as logFilter } from "./log-filter.ts";
import { conforming as pipe } from "./pipe.ts";
import { conforming as receiptRule } from "./receipt-rule.ts";
import { conforming as restApi } from "./rest-api.ts";
import { conforming as s3Notifications } from "./s3-notifications.ts";
import { conforming as schedule } from "./schedule.ts";
import { conforming as scheduleGroup } from "./schedule-group.ts";
import { conforming as secretRotation } from "./secret-rotation.ts";
import { conforming as snsTopic } from "./sns-topic.ts";
import { conforming as sqsQueue } from "./sqs-queue.ts";
import { conforming as stateMachine } from "./state-machine.ts";
import { conforming as targetGroup } from "./target-group.ts";
import { conforming as topicRule } from "./topic-rule.ts";
import { conforming as userPoolTriggers } from "./user-pool-triggers.ts";
import { conforming as websocketApi } from "./websocket-api.ts";

/** Every kind, as it hands itself in to the suite. */
export const HANDED_IN: readonly AnyConforming[] = [
  apiDestination,
  cloudfrontDistribution,
  configRule,
  dynamodbTable,
  eventArchive,
  eventBus,
  eventConnection,
  eventRule,
  httpApi,
  kinesisStream,
  lambda,
  logFilter,
  pipe,
  receiptRule,
  restApi,
  s3Notifications,
  schedule,
  scheduleGroup,
  secretRotation,
  snsTopic,
  sqsQueue,
  stateMachine,
  targetGroup,
  topicRule,
  userPoolTriggers,
  websocketApi,
];
