import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import type { SiteId } from "../../policy/policy.ts";
import { policyDocument } from "../iam/statement.ts";
import { topicPolicy } from "../iam/topic-policy.ts";
import { type NameScope, topicArn, topicName } from "../names.ts";

export interface NoticesProps extends NameScope {
  readonly site: SiteId;
  readonly region: SiteId;
  /** Email addresses; each has to confirm the mail that AWS sends it. */
  readonly notify: readonly string[];
}

/**
 * The topic that tells people, with a subscription for each address. Under no key of ours: a key that is disabled would
 * take the word about it along, and alarms cannot publish to a topic under the key that SNS brings.
 */
export class Notices extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, { notify, site, region, ...names }: NoticesProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "Resource", { name: topicName(site) });
    new SnsTopicPolicy(this, "Policy", {
      arn: topic.arn,
      policy: policyDocument(topicPolicy(names, region, topicArn(names, region, site))),
    });
    for (const endpoint of notify)
      new SnsTopicSubscription(this, `Email-${endpoint}`, {
        topicArn: topic.arn,
        protocol: "email",
        endpoint,
      });
    this.topicArn = topic.arn;
  }
}
