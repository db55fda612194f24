import type { Related, Thing } from "../../contract/kinds.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { present } from "../kit/moment.ts";
import { thingAt } from "../thing-at.ts";
import { listSubscriptions, readSubscription, type TopicReads } from "./read.ts";
import { MADE } from "./subscription.ts";

/** The queues that take what a topic cannot deliver. */
export async function relatedLetters(reads: TopicReads, { arn }: Thing): Promise<readonly Related[]> {
  const listed = (await orNone(() => listSubscriptions(reads, arn))) ?? [];
  const { account } = parseArn(arn);
  // Another account's is not ours to read.
  const made = listed.filter(({ protocol, owner }) => MADE.has(protocol) && owner === account);
  const own = made.flatMap((one) => one.arn ?? []);
  const settings = await present(own, (one) => orNone(() => readSubscription(reads, one)));
  const queues = settings.map(({ redrivePolicy }) => redrivePolicy?.deadLetterTargetArn);
  return [...new Set(queues)].flatMap((queue) => (typeof queue === "string" ? (thingAt(queue) ?? []) : []));
}
