import { SetQueueAttributesCommand, TagQueueCommand } from "@aws-sdk/client-sqs";
import { attempt } from "../../kit/attempt.ts";
import type { QueueChanges } from "./changes.ts";
import type { Draft } from "./draft.ts";
import type { LiveQueue } from "./live.ts";

/** Steps that make a live queue as it was captured: exactly what differs, and nothing else is sent. */
export function planUpdate(
  { ports, document: { name }, steps, blocked, warnings }: Draft,
  { url, settings }: LiveQueue,
  { attributes, tags, fixed, kept }: QueueChanges,
): void {
  const resource = `queue ${name}`;
  if (Object.keys(attributes).length > 0)
    steps.push({
      title: `set ${Object.keys(attributes).join(", ")} of ${resource}`,
      call: "sqs:SetQueueAttributes",
      effect: "replace",
      perform: async () => {
        const Attributes = { ...attributes };
        await attempt(ports.sleep, { resource, call: "sqs:SetQueueAttributes" }, () =>
          ports.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes })),
        );
      },
    });
  if (Object.keys(tags).length > 0)
    steps.push({
      title: `set tags ${Object.keys(tags).join(", ")} of ${resource}`,
      call: "sqs:TagQueue",
      effect: "replace",
      perform: async () => {
        await attempt(ports.sleep, { resource, call: "sqs:TagQueue" }, () =>
          ports.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { ...tags } })),
        );
      },
    });
  for (const attribute of fixed)
    blocked.push({
      because: "inexpressible",
      message: `${resource} is there, and its ${attribute} cannot be changed`,
      hint: "restore under another name",
    });
  for (const attribute of kept) warnings.push(`${attribute} of ${resource} is not in the point; it stays`);
  const { MessageRetentionPeriod: seconds } = attributes;
  const now = settings.attributes.MessageRetentionPeriod;
  if (seconds !== undefined && Number(seconds) < Number(now))
    warnings.push(
      `${resource} keeps messages for ${now} seconds now: those older than ${seconds} seconds will expire`,
    );
}
