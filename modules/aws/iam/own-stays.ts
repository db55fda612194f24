import type { NameScope } from "../names.ts";
import { deny, type Statement } from "./statement.ts";

/** What is named so is zonekeep's own, and nothing of a customer's that a restore could bring back. */
const OWN = "zonekeep-*";

/**
 * Who restores changes functions, queues, schedules, state machines and what buckets tell: never zonekeep's. Its runners' code would write
 * every point from then on; one of its roles, passed to a new function, would be taken by whoever restores; a queue would
 * stop to say what failed; a schedule would start no run; a store would call a stranger; what its runners log would be told to one. A mapping has no name, so its function is asked for.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export function ownStays({
  partition,
  account,
  region,
}: NameScope & { readonly region: string }): Statement[] {
  const inRegion = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const functions = inRegion("lambda", `function:${OWN}`);
  return [
    // One statement, since a role's policies hold 10,240 characters together: no action fits another's resource.
    deny(
      [
        "lambda:*",
        "logs:*",
        "sqs:*",
        "sns:*",
        "events:*",
        "scheduler:*",
        "states:*",
        "elasticloadbalancing:*",
        "s3:PutBucketNotification",
        "iam:PassRole",
      ],
      [
        functions,
        inRegion("lambda", `layer:${OWN}`),
        inRegion("logs", `log-group:/aws/lambda/${OWN}`),
        inRegion("sqs", OWN),
        inRegion("sns", OWN),
        inRegion("events", `rule/${OWN}`),
        inRegion("scheduler", `schedule/${OWN}`),
        inRegion("scheduler", `schedule-group/${OWN}`),
        inRegion("states", `stateMachine:${OWN}`),
        inRegion("elasticloadbalancing", `targetgroup/${OWN}`),
        `arn:${partition}:s3:::${OWN}`,
        `arn:${partition}:iam::${account}:role/${OWN}`,
      ],
    ),
    deny(["lambda:CreateEventSourceMapping", "lambda:UpdateEventSourceMapping"], ["*"], {
      ArnLike: { "lambda:FunctionArn": functions },
    }),
    // What restored functions are encrypted with is never a site's key; Lambda would use it with this role's rights.
    deny(["kms:CreateGrant", "kms:Encrypt", "kms:GenerateDataKey"], [inRegion("kms", "key/*")], {
      "ForAnyValue:StringLike": { "kms:ResourceAliases": `alias/${OWN}` },
    }),
    // What a person drained from a queue is that person's to send again.
    deny(["kms:Decrypt"], [inRegion("kms", "key/*")], {
      StringEquals: { "kms:EncryptionContext:purpose": "drained" },
    }),
  ];
}
