import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target/index.js";
import { Construct } from "constructs";
import type { SiteId } from "../../policy/policy.ts";
import type { WatchedCalls } from "../calls.ts";
import { eventPattern, noticeOf, ruleOf } from "../event-pattern.ts";

export interface CallWatchProps {
  readonly site: SiteId;
  readonly watched: WatchedCalls;
  readonly topicArn: string;
  /** A bus of another region that is handed the event as well, and the role that may. */
  readonly also?: { readonly busArn: string; readonly roleArn: string };
}

/**
 * Tells at once who calls what should not be called, also in vain. EventBridge hears of calls from CloudTrail, and only
 * in an account with a trail that logs management events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class CallWatch extends Construct {
  constructor(scope: Construct, id: string, { site, watched, topicArn, also }: CallWatchProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, "Rule", {
      ...ruleOf(site, watched),
      eventPattern: JSON.stringify(eventPattern(watched)),
      ...(watched.reads && { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }),
    });
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      targetId: "notices",
      arn: topicArn,
      inputTransformer: noticeOf(watched),
    });
    if (also !== undefined)
      new CloudwatchEventTarget(this, "Elsewhere", {
        rule: rule.name,
        targetId: "elsewhere",
        arn: also.busArn,
        roleArn: also.roleArn,
      });
  }
}
