import type { RestoreTarget } from "../../../modules/protectors/protector.ts";
import type { QueueDocument } from "../../../modules/protectors/sqs-queue/document.ts";
import { sqsQueue } from "../../../modules/protectors/sqs-queue/protector.ts";
import { HOME, KEY, queueOf } from "../../support/arbitrary-queue.ts";
import { trying } from "../../support/made-plan.ts";
import { Place } from "./place.ts";

export const { plan } = trying(sqsQueue, ({ ports }: Place) => ports);

export function placeFor(document: QueueDocument, at: RestoreTarget): Place {
  const sqs = new Place(at);
  for (const key of [KEY, KEY.replace(HOME.region, at.region)]) sqs.keys.add(key);
  const dead = document.redrivePolicy?.deadLetterTargetArn;
  if (typeof dead === "string") {
    const { FifoQueue } = document.attributes;
    sqs.put(queueOf(dead.split(":")[5] ?? "", { ...(FifoQueue && { attributes: { FifoQueue } }) }));
  }
  return sqs;
}
