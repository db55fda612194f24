import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { parseArn } from "../../core/arn.ts";
import type { KeptMessage, MessageAttribute } from "../../drain/message.ts";
import type { DrainedQueue, FailedMessage, FilledQueue, Received } from "../../drain/ports.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

/** Seconds that nobody else receives a message: longer than it can take to write the batch that it is in. */
const HIDDEN_SECONDS = 600;
/** A poll that waits asks all servers of a queue, one that does not only some. */
const WAIT_SECONDS = 5;

/** What SQS takes at most at once. */
const MOST = 10;
/** Bytes of one call, that of older limits. */
const LARGEST = 256 * 1024;

type Sqs = Pick<SQSClient, "send">;

/** How many messages there are, as SQS counts them: about. */
export interface WaitingMessages {
  readonly visible: number;
  /** With consumers. */
  readonly received: number;
  readonly delayed: number;
}

export interface FoundQueue extends DrainedQueue, FilledQueue {
  waiting(): Promise<WaitingMessages>;
}

/** A queue of this account and region, by its name. @throws CommandError where there is none */
export async function findQueue(sqs: Sqs, name: string, region: string): Promise<FoundQueue> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name })).catch((error: unknown) => {
    throw error instanceof QueueDoesNotExist ? noQueue(name, region) : error;
  });
  const attributes = async () =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }))).Attributes ?? {};
  const { QueueArn: arn, CreatedTimestamp: seconds } = await attributes();
  if (arn === undefined || seconds === undefined)
    throw new Error(`SQS answered without the ARN of ${name}, or when it was made`);
  return {
    arn,
    made: new Date(Number(seconds) * 1000).toISOString(),
    fifo: arn.endsWith(".fifo"),
    most: MOST,
    largest: LARGEST,
    refuses: (from) =>
      parseArn(from).service === "sqs" && from.endsWith(".fifo") === arn.endsWith(".fifo")
        ? undefined
        : `${arn} is ${arn.endsWith(".fifo") ? "a FIFO" : "a standard"} queue, and ${from} is not`,
    waiting: async () => {
      const told = await attributes();
      return {
        visible: Number(told.ApproximateNumberOfMessages),
        received: Number(told.ApproximateNumberOfMessagesNotVisible),
        delayed: Number(told.ApproximateNumberOfMessagesDelayed),
      };
    },
    receive: async (most) => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: most,
          VisibilityTimeout: HIDDEN_SECONDS,
          WaitTimeSeconds: WAIT_SECONDS,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["All"],
        }),
      );
      return Messages.map(received);
    },
    remove: async (messages) => {
      const Entries = messages.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt }));
      const { Failed: failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      return failed.map(({ Id, Code, Message: why }) => failure(messages[Number(Id)]?.message, Code, why));
    },
    send: async (messages) => {
      const Entries = messages.map((message, at) => entryOf(message, String(at), arn.endsWith(".fifo")));
      const { Failed: failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      return failed.map(({ Id, Code, Message: why }) => ({
        at: Number(Id),
        ...failure(messages[Number(Id)], Code, why),
      }));
    },
  };
}

function noQueue(name: string, region: string): CommandError {
  return new CommandError(
    `there is no queue ${name} in ${region}`,
    EXIT.bad,
    `aws sqs list-queues --region ${region} shows those that are there; a FIFO queue's name ends with .fifo`,
  );
}

function failure(message: KeptMessage | undefined, code = "", why = ""): FailedMessage {
  return { id: message?.id ?? "", why: [code, why].filter(Boolean).join(": ") };
}

function received({ MessageId = "", Body = "", ReceiptHandle = "", ...rest }: Message): Received {
  const { MessageAttributes = {}, Attributes: own = {} } = rest;
  const { MessageGroupId: group, MessageDeduplicationId: deduplication, AWSTraceHeader: trace } = own;
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType = "", StringValue, BinaryValue }]): [string, MessageAttribute] => [
      name,
      {
        type: DataType,
        ...(StringValue !== undefined && { text: StringValue }),
        ...(BinaryValue !== undefined && { bytes: Buffer.from(BinaryValue).toString("base64") }),
      },
    ],
  );
  return {
    receipt: ReceiptHandle,
    message: {
      id: MessageId,
      body: Body,
      attributes: Object.fromEntries(attributes),
      ...(group !== undefined && { group }),
      ...(deduplication !== undefined && { deduplication }),
      ...(trace !== undefined && { trace }),
    },
  };
}

function entryOf(message: KeptMessage, Id: string, fifo: boolean): SendMessageBatchRequestEntry {
  const { body, attributes, group, deduplication, trace } = message;
  const beside = Object.entries(attributes).map(([name, { type, text, bytes }]) => [
    name,
    {
      DataType: type,
      ...(text !== undefined && { StringValue: text }),
      ...(bytes !== undefined && { BinaryValue: Buffer.from(bytes, "base64") }),
    },
  ]);
  return {
    Id,
    MessageBody: body,
    ...(beside.length > 0 && { MessageAttributes: Object.fromEntries(beside) }),
    ...(group !== undefined && { MessageGroupId: group }),
    ...(fifo && deduplication !== undefined && { MessageDeduplicationId: deduplication }),
    ...(trace !== undefined && {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: trace } },
    }),
  };
}
