import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  type QueueAttributeName,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { CallError, call } from "../kit/calls.ts";

/** What reading a queue asks. */
export interface QueueReads {
  readonly sqs: Pick<SQSClient, "send">;
}

export async function readUrl({ sqs }: QueueReads, name: string): Promise<string> {
  const { QueueUrl } = await call("sqs:GetQueueUrl", name, () =>
    sqs.send(new GetQueueUrlCommand({ QueueName: name })),
  );
  if (QueueUrl === undefined)
    throw new CallError("sqs:GetQueueUrl", name, new Error("answered without a URL"));
  return QueueUrl;
}

export async function readAttributes(
  { sqs }: QueueReads,
  name: string,
  url: string,
  which: QueueAttributeName = "All",
): Promise<Readonly<Record<string, string>>> {
  const { Attributes = {} } = await call("sqs:GetQueueAttributes", name, () =>
    sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [which] })),
  );
  return Attributes;
}

export async function readTags(
  { sqs }: QueueReads,
  name: string,
  url: string,
): Promise<Readonly<Record<string, string>>> {
  const { Tags = {} } = await call("sqs:ListQueueTags", name, () =>
    sqs.send(new ListQueueTagsCommand({ QueueUrl: url })),
  );
  return Tags;
}
