import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { AGAIN, apiError, RestoreError } from "../../kit/restore-error.ts";
import { tagList, writableTags } from "../../kit/tags.ts";
import type { TopicDocument } from "../document.ts";
import { readAttributes } from "../read.ts";
import { PROTECTION, textOf } from "../settings.ts";
import type { TopicRestorePorts } from "./ports.ts";

/** A topic that was made can be asked for within a second or so. */
const MAX_POLLS = 60;

/** Makes the topic with all that no account is refused, in one call. It tells nobody yet. */
export async function createTopic(
  ports: TopicRestorePorts,
  document: TopicDocument,
  attributes: readonly string[],
): Promise<void> {
  const { name, arn } = document;
  const what = { resource: `topic ${name}`, call: "sns:CreateTopic" };
  const own = attributes.filter((one) => one !== PROTECTION);
  const Tags = tagList(writableTags(document.tags));
  const command = new CreateTopicCommand({
    Name: name,
    Attributes: Object.fromEntries(own.map((one) => [one, textOf(one, document, arn)])),
    ...(Tags.length > 0 && { Tags }),
  });
  await attempt(ports.sleep, what, async () => {
    try {
      await ports.sns.send(command);
    } catch (error) {
      const { message } = apiError(error);
      throw /already exists with different/i.test(message)
        ? new RestoreError(
            what.resource,
            what.call,
            message,
            "a topic of that name was made meanwhile, and is another; run again to see how it differs",
          )
        : error;
    }
  });
  await settled(ports, document);
}

/** Whoever names the topic next, such as a bucket, must find it. */
async function settled(ports: TopicRestorePorts, { name, arn }: TopicDocument): Promise<void> {
  const what = { resource: `topic ${name}`, call: "sns:GetTopicAttributes" };
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    if ((await attemptOrNone(ports.sleep, what, () => readAttributes(ports, arn))) !== undefined) return;
    await ports.sleep(1000);
  }
  throw new RestoreError(
    what.resource,
    what.call,
    `it was made, and cannot be found after ${MAX_POLLS} seconds`,
    AGAIN,
  );
}
