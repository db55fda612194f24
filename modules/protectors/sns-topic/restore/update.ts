import { SetTopicAttributesCommand, TagResourceCommand } from "@aws-sdk/client-sns";
import { attempt } from "../../kit/attempt.ts";
import { differingKeys } from "../../kit/canonical.ts";
import { differingTags, tagList } from "../../kit/tags.ts";
import type { TopicDocument } from "../document.ts";
import { formOf, PROTECTION, textOf } from "../settings.ts";
import type { LiveTopic } from "./live.ts";
import type { Draft } from "./prerequisites.ts";

/** No call changes it. */
const FIXED = "FifoTopic";
const SET = "sns:SetTopicAttributes";

/** Attributes in which a live topic differs, sorted. What the point does not know of is left as it is. */
export function differingAttributes(document: TopicDocument, { settings }: LiveTopic): string[] {
  return differingKeys(formOf(document), formOf(settings)).filter(
    (one) => one !== PROTECTION || document.dataProtectionUnread === undefined,
  );
}

/** A restore that was cut off, or refused, left it so: the same, without a policy on data, and telling nobody. */
export function isBegun(
  writes: readonly string[],
  document: TopicDocument,
  { settings, tags, listed }: LiveTopic,
): boolean {
  const isLast = writes.length === 1 && writes[0] === PROTECTION;
  const isSame = Object.keys(differingTags(document.tags, tags)).length === 0;
  return isLast && isSame && settings.dataProtectionPolicy === undefined && listed.length === 0;
}

/** Steps that make a live topic as it was captured: exactly what differs. Tags that are not in the point stay. */
export function planUpdate({ ports, document, writes, steps, blocked }: Draft, live: LiveTopic): void {
  const { name, arn } = document;
  const resource = `topic ${name}`;
  for (const attribute of writes.filter((one) => one !== FIXED && one !== PROTECTION)) {
    const AttributeValue = textOf(attribute, document, arn);
    steps.push({
      title: `set ${attribute} of ${resource}`,
      call: SET,
      effect: "replace",
      perform: async () => {
        await attempt(ports.sleep, { resource, call: SET }, () =>
          ports.sns.send(
            new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: attribute, AttributeValue }),
          ),
        );
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
