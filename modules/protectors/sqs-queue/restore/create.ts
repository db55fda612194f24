import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { namesOf } from "../../../core/failure.ts";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, apiError, RestoreError } from "../../kit/restore-error.ts";
import { writableTags } from "../../kit/tags.ts";
import type { Draft } from "./draft.ts";
import { urlOf } from "./live.ts";

/** A queue that was made can be asked for within a second or so. */
const MAX_POLLS = 60;

/** Makes the queue with all that belongs to it in one call, so that no kill leaves it half made. Returns its address. */
export async function createQueue({ ports, document, writes }: Draft): Promise<string> {
  const what = { resource: `queue ${document.name}`, call: "sqs:CreateQueue" };
  const tags = writableTags(document.tags);
  await attempt(ports.sleep, what, async () => {
    try {
      await ports.sqs.send(
        new CreateQueueCommand({ QueueName: document.name, Attributes: { ...writes }, tags }),
      );
    } catch (error) {
      throw isOther(error)
        ? new RestoreError(
            what.resource,
            what.call,
            apiError(error).message,
            "a queue of that name was made meanwhile, with other attributes; run again to see how it differs",
          )
        : error;
    }
  });
  return settled(ports, document.name);
}

/** Whoever names the queue next, such as a mapping, must find it: a queue can be used a second after it was made. */
async function settled(ports: Draft["ports"], name: string): Promise<string> {
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    await ports.sleep(1000);
    const url = await urlOf(ports, name);
    if (url !== undefined) return url;
  }
  throw new RestoreError(
    `queue ${name}`,
    "sqs:GetQueueUrl",
    `it was made, and cannot be found after ${MAX_POLLS} seconds`,
    AGAIN,
  );
}

function isOther(error: unknown): boolean {
  const names = error instanceof Error ? namesOf(error) : [];
  return names.some((name) => /(^|\.)Queue(NameExists|AlreadyExists)$/.test(name));
}
