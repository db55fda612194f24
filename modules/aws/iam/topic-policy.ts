import type { SiteId } from "../../policy/policy.ts";
import { alarmArn, type NameScope } from "../names.ts";
import type { Statement } from "./statement.ts";

/**
 * Alarms of this account publish, and rules; roles of this account do by their own IAM. A condition on rules would never
 * hold, and they reach topics of their own account only.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function topicPolicy(scope: NameScope, region: SiteId, topic: string): Statement[] {
  return [
    {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["sns:Publish"],
      Resource: [topic],
      Condition: {
        StringEquals: { "aws:SourceAccount": scope.account },
        ArnLike: { "aws:SourceArn": alarmArn(scope, region, "zonekeep-*") },
      },
    },
    {
      Sid: "Rules",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["sns:Publish"],
      Resource: [topic],
    },
  ];
}
