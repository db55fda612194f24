import type { Related, Thing } from "../../contract/kinds.ts";
import { parseArn } from "../../core/arn.ts";
import { thingName } from "../../core/thing-name.ts";
import { orNone } from "../kit/attempt.ts";
import { present } from "../kit/moment.ts";
import type { RelatedOptions } from "../related.ts";
import { thingAt } from "../thing-at.ts";
import { readSubscription, subscriptionPages, type TopicReads } from "./read.ts";
import { MADE } from "./subscription.ts";

/** Subscriptions that are looked into, a call for each, and those that are listed for it: a topic may have millions. */
const MAX_LOOKED_INTO = 200;
const MAX_LISTED = 2000;

/** The queues that take what a topic cannot deliver, of the first of its subscriptions that SNS lists. */
export async function relatedLetters(
  reads: TopicReads,
  topic: Thing,
  { warn }: Pick<RelatedOptions, "warn">,
): Promise<readonly Related[]> {
  const own = (await orNone(() => ownSubscriptions(reads, topic))) ?? [];
  if (own.length > MAX_LOOKED_INTO)
    warn(
      `${thingName(topic)} has more subscriptions than are looked into: dead-letter queues of the first ${MAX_LOOKED_INTO} ` +
        "are captured with it; to keep others, name them in select.resources",
    );
  const settings = await present(own.slice(0, MAX_LOOKED_INTO), (one) =>
    orNone(() => readSubscription(reads, one)),
  );
  const queues = settings.map(({ redrivePolicy }) => redrivePolicy?.deadLetterTargetArn);
  return [...new Set(queues)].flatMap((queue) => (typeof queue === "string" ? (thingAt(queue) ?? []) : []));
}

/** Another account's are not ours to read. No more than tell that there are more than are looked into. */
async function ownSubscriptions(reads: TopicReads, { arn }: Thing): Promise<readonly string[]> {
  const { account } = parseArn(arn);
  const found: string[] = [];
  let listed = 0;
  for await (const page of subscriptionPages(reads, arn)) {
    listed += page.length;
    for (const { protocol, owner, arn: one } of page)
      if (MADE.has(protocol) && owner === account && one !== undefined) found.push(one);
    if (found.length > MAX_LOOKED_INTO || listed >= MAX_LISTED) break;
  }
  return found;
}
