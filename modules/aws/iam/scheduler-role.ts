import type { SiteId } from "../../policy/policy.ts";
import { deadLetterQueueArn, type NameScope, stateMachineArn } from "../names.ts";
import { type AliasedKeys, allowOnAliasedKeys } from "./key-by-alias.ts";
import { allow, type Statement } from "./statement.ts";

/**
 * Starts the region's state machine, and queues what it could not start; the queue is under the region's key.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export function schedulerStatements(scope: NameScope, region: SiteId): Statement[] {
  const key: AliasedKeys = { regions: [region], sites: [region] };
  return [
    allow(["states:StartExecution"], [stateMachineArn(scope, region)]),
    allow(["sqs:SendMessage"], [deadLetterQueueArn(scope, region)]),
    allowOnAliasedKeys(scope, ["kms:GenerateDataKey", "kms:Decrypt"], key),
  ];
}
