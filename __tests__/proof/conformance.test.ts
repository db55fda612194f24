import { conforming as eventBus } from "../support/conforming/event-bus.ts";
import { conforming as eventRule } from "../support/conforming/event-rule.ts";
import { conforming as lambda } from "../support/conforming/lambda.ts";
import { conforming as logFilter } from "../support/conforming/log-filter.ts";
import { conforming as s3Notifications } from "../support/conforming/s3-notifications.ts";
import { conforming as schedule } from "../support/conforming/schedule.ts";
import { conforming as scheduleGroup } from "../support/conforming/schedule-group.ts";
import { conforming as snsTopic } from "../support/conforming/sns-topic.ts";
import { conforming as sqsQueue } from "../support/conforming/sqs-queue.ts";
import { conforming as stateMachine } from "../support/conforming/state-machine.ts";
import { conforming as targetGroup } from "../support/conforming/target-group.ts";
import { protectorConformance } from "../support/protector-conformance.ts";

protectorConformance(
  [
    eventBus,
    eventRule,
    lambda,
    logFilter,
    s3Notifications,
    schedule,
    scheduleGroup,
    snsTopic,
    sqsQueue,
    stateMachine,
    targetGroup,
  ],
  {
    cases: 25,
    features: 200,
  },
);
