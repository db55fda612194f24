import type { IdMap, PlanRequest, RestoreTarget, ThingPlan } from "../../../modules/protectors/protector.ts";
import type { QueueDocument } from "../../../modules/protectors/sqs-queue/document.ts";
import { sqsQueue } from "../../../modules/protectors/sqs-queue/protector.ts";
import { HOME, KEY, queueOf } from "../../support/arbitrary-queue.ts";
import { Place } from "./place.ts";

interface Asked extends Partial<PlanRequest<QueueDocument>> {
  readonly name?: string;
  readonly map?: IdMap;
}

export function plan(sqs: Place, document: QueueDocument, asked: Asked = {}): Promise<ThingPlan> {
  const { name, map = {}, ...request } = asked;
  const target = sqs.at;
  const translation = sqsQueue.translate(document, undefined, {
    target,
    map,
    ...(name !== undefined && { name }),
  });
  return sqsQueue.plan(sqs.ports, {
    point: "point",
    translation,
    target,
    together: new Set(),
    replace: false,
    allowPublic: false,
    today: "2026-11-29",
    ...request,
  });
}

export async function perform({ steps, ids }: ThingPlan): Promise<Map<string, string>> {
  const known = new Map(ids);
  for (const { perform } of steps) await perform?.(known);
  return known;
}

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

export const titles = ({ steps }: ThingPlan) => steps.map(({ title, effect }) => `${effect}: ${title}`);
