import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { type Aws, fresh, required } from "./clients.ts";

type Attributes = Record<string, string>;

export const FIFO = { FifoQueue: "true" };

const STATEMENT = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" };
export const POLICY = JSON.stringify({ Version: "2012-10-17", Statement: [STATEMENT] });

/** Its address and ARN. */
export async function make(aws: Aws, Attributes: Attributes = {}, QueueName = fresh("queue")) {
  const { QueueUrl } = await aws.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const url = required(QueueUrl);
  return { url, arn: required((await read(aws, url)).QueueArn) };
}

export const makeFifo = (aws: Aws, more: Attributes = {}) =>
  make(aws, { ...FIFO, ...more }, `${fresh("queue")}.fifo`);

export async function read({ sqs }: Aws, QueueUrl: string): Promise<Attributes> {
  const all = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
  return (await sqs.send(all)).Attributes ?? {};
}

export const set = ({ sqs }: Aws, QueueUrl: string, Attributes: Attributes) =>
  sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));

export const redrive = (arn: string, maxReceiveCount: number | string = 4): string =>
  JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount });

export const refused = (name: string, message: RegExp | string) => ({
  name,
  message: typeof message === "string" ? message : expect.stringMatching(message),
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
});
