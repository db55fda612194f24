import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target/index.js";
import { Construct } from "constructs";
import type { SiteId } from "../../policy/policy.ts";
import { keyRuleName } from "../names.ts";

export interface KeyWatchProps {
  readonly site: SiteId;
  readonly keyArn: string;
  readonly topicArn: string;
}

/** Calls after which nothing that is kept can be opened, and the one that first makes them possible. */
const HARMFUL = ["DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"];

/**
 * Tells at once who touches the key, also in vain. EventBridge hears of calls from CloudTrail, and only in an account
 * with a trail that logs management events; without one, the next run tells, since it fails.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-kms.html
 */
export class KeyWatch extends Construct {
  constructor(scope: Construct, id: string, { site, keyArn, topicArn }: KeyWatchProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, "Rule", {
      name: keyRuleName(site),
      description: `Somebody disables or deletes the key of ${site}, or changes who may use it`,
      eventPattern: JSON.stringify({
        source: ["aws.kms"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["kms.amazonaws.com"],
          eventName: HARMFUL,
          resources: { ARN: [keyArn] },
        },
      }),
    });
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      targetId: "notices",
      arn: topicArn,
      inputTransformer: {
        inputPaths: { call: "$.detail.eventName", who: "$.detail.userIdentity.arn", at: "$.time" },
        inputTemplate: JSON.stringify(
          `zonekeep: <call> on the key of ${site} by <who> at <at>. Without this key no recovery point of ${site} can be opened: if none of you did it, enable the key or cancel its deletion now.`,
        ),
      },
    });
  }
}
