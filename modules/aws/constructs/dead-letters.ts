import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { Construct } from "constructs";
import type { SiteId } from "../../policy/policy.ts";
import { deadLetterQueueName } from "../names.ts";

/** Seconds: 14 days, the longest that SQS keeps a message. */
const RETENTION = 14 * 24 * 3600;

/** What a run could not capture and what a schedule could not start, each message enough to start it again. */
export class DeadLetters extends Construct {
  readonly url: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { region }: { readonly region: SiteId }) {
    super(scope, id);
    const queue = new SqsQueue(this, "Resource", {
      name: deadLetterQueueName(region),
      messageRetentionSeconds: RETENTION,
      // By SQS itself: a site's key that is disabled must not keep a run's failure from being queued.
      sqsManagedSseEnabled: true,
    });
    this.url = queue.url;
    this.arn = queue.arn;
  }
}
