import type { Related, Thing } from "../../contract/kinds.ts";
import { orNone } from "../kit/attempt.ts";
import { deadLetterArn, queueName } from "./arn.ts";
import { settingsOf } from "./attributes.ts";
import { type QueueReads, readAttributes, readUrl } from "./read.ts";

/** The dead-letter queue of a queue: a queue that names one cannot be made without it. */
export async function relatedQueues(reads: QueueReads, { id }: Thing): Promise<readonly Related[]> {
  const found = await orNone(async () =>
    readAttributes(reads, id, await readUrl(reads, id), "RedrivePolicy"),
  );
  const arn = found && deadLetterArn(settingsOf(id, found).redrivePolicy);
  return arn === undefined ? [] : [{ kind: "sqs-queue", id: queueName(arn), arn }];
}
