import {
  PutDataProtectionPolicyCommand,
  SetTopicAttributesCommand,
  TagResourceCommand,
} from "@aws-sdk/client-sns";
import { attempt } from "../../kit/attempt.ts";
import { differingKeys } from "../../kit/canonical.ts";
import { differingTags, tagList } from "../../kit/tags.ts";
import type { TopicDocument } from "../document.ts";
import { formOf, PROTECTION, textOf } from "../settings.ts";
import type { LiveTopic } from "./live.ts";
import type { Draft } from "./prerequisites.ts";

/** No call changes it. */
const FIXED = "FifoTopic";

/** Attributes in which a live topic differs, sorted. */
export function differingAttributes(document: TopicDocument, { settings }: LiveTopic): string[] {
  return differingKeys(formOf(document), formOf(settings));
}

/** Steps that make a live topic as it was captured: exactly what differs. Tags that are not in the point stay. */
export function planUpdate({ ports, document, writes, steps, blocked }: Draft, live: LiveTopic): void {
  const { name, arn } = document;
  const resource = `topic ${name}`;
  for (const attribute of writes.filter((one) => one !== FIXED)) {
    const isProtection = attribute === PROTECTION;
    const call = isProtection ? "sns:PutDataProtectionPolicy" : "sns:SetTopicAttributes";
    const text = textOf(attribute, document, arn);
    steps.push({
      title: `set ${attribute} of ${resource}`,
      call,
      effect: "replace",
      perform: async () => {
        await attempt(ports.sleep, { resource, call }, async () => {
          if (isProtection)
            await ports.sns.send(
              new PutDataProtectionPolicyCommand({ ResourceArn: arn, DataProtectionPolicy: text }),
            );
          else
            await ports.sns.send(
              new SetTopicAttributesCommand({
                TopicArn: arn,
                AttributeName: attribute,
                AttributeValue: text,
              }),
            );
        });
      },
    });
  }
  if (writes.includes(FIXED))
    blocked.push({
      because: "inexpressible",
      message: `${resource} is there, and its ${FIXED} cannot be changed`,
      hint: "restore under another name",
    });
  const Tags = tagList(differingTags(document.tags, live.tags));
  if (Tags.length === 0) return;
  steps.push({
    title: `set tags ${Tags.map(({ Key }) => Key).join(", ")} of ${resource}`,
    call: "sns:TagResource",
    effect: "replace",
    perform: async () => {
      await attempt(ports.sleep, { resource, call: "sns:TagResource" }, () =>
        ports.sns.send(new TagResourceCommand({ ResourceArn: arn, Tags })),
      );
    },
  });
}
