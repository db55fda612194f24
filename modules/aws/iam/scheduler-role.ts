import type { SiteId } from "../../policy/policy.ts";
import { deadLetterQueueArn, type NameScope, stateMachineArn } from "../names.ts";
import { allow, type Statement } from "./statement.ts";

/**
 * Starts the region's state machine, and queues what it could not start.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export function schedulerStatements(scope: NameScope, region: SiteId): Statement[] {
  return [
    allow(["states:StartExecution"], [stateMachineArn(scope, region)]),
    allow(["sqs:SendMessage"], [deadLetterQueueArn(scope, region)]),
  ];
}
