import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { ReceivedEvent } from "../../../drain/events/archive-reader.ts";
import { type KeptEvent, keptEventOf } from "../../kit/kept-event.ts";

/** Seconds that nobody else receives a message: longer than it can take to write the batch that it is in. */
const HIDDEN_SECONDS = 600;
const WAIT_SECONDS = 5;
/** Seconds that a queue of ours keeps what nobody came for: a run that was killed leaves nothing for longer. */
export const KEPT_SECONDS = 86_400;
const DELETES_AT_ONCE = 10;

/** @returns its address */
export async function makeReadingQueue(
  sqs: Pick<SQSClient, "send">,
  name: string,
  policy: object,
): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: {
        Policy: JSON.stringify(policy),
        SqsManagedSseEnabled: "true",
        MessageRetentionPeriod: String(KEPT_SECONDS),
      },
    }),
  );
  if (QueueUrl === undefined) throw new Error(`SQS answered without the address of ${name}`);
  return QueueUrl;
}

interface Awaited {
  /** Its name. */
  readonly replay: string;
  /** Takes the ids of messages that are no event of that replay, and are passed over. */
  readonly strangers: Set<string>;
}

/** What waits in the queue, or else in that of dead letters, at most ten. */
export async function receiveEvents(
  sqs: Pick<SQSClient, "send">,
  { own, dead, ...awaited }: { readonly own: string; readonly dead: string } & Awaited,
): Promise<ReceivedEvent[]> {
  const received = await receiveFrom(sqs, own, awaited, WAIT_SECONDS);
  return received.length > 0 ? received : receiveFrom(sqs, dead, awaited, 0);
}

async function receiveFrom(
  sqs: Pick<SQSClient, "send">,
  QueueUrl: string,
  { replay, strangers }: Awaited,
  WaitTimeSeconds: number,
): Promise<ReceivedEvent[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      ...{ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10, VisibilityTimeout: HIDDEN_SECONDS },
    }),
  );
  return Messages.flatMap(({ Body = "", ReceiptHandle = "", MessageId = "" }) => {
    const event = eventOf(Body, replay);
    if (event === undefined) {
      strangers.add(MessageId);
      return [];
    }
    const { id, source, time, text: body } = event;
    const receipt = JSON.stringify([QueueUrl, ReceiptHandle]);
    return { message: { id, body, attributes: {} }, receipt, time, source };
  });
}

/** Undefined: it is none of that replay, and somebody else has put it there. */
function eventOf(text: string, replay: string): KeptEvent | undefined {
  try {
    const event = keptEventOf(text);
    return event.replay === replay && !Number.isNaN(Date.parse(event.time)) ? event : undefined;
  } catch {
    return undefined;
  }
}

/** What is not deleted comes again, and is known by its id. */
export async function removeEvents(
  sqs: Pick<SQSClient, "send">,
  received: readonly Pick<ReceivedEvent, "receipt">[],
): Promise<void> {
  const handles = new Map<string, string[]>();
  for (const { receipt } of received) {
    const [url, handle] = JSON.parse(receipt) as [string, string];
    handles.set(url, [...(handles.get(url) ?? []), handle]);
  }
  const calls = [...handles].flatMap(([QueueUrl, all]) =>
    Array.from({ length: Math.ceil(all.length / 10) }, (_, at) => {
      const ten = all.slice(10 * at, 10 * at + 10);
      const Entries = ten.map((ReceiptHandle, n) => ({ Id: String(n), ReceiptHandle }));
      return new DeleteMessageBatchCommand({ QueueUrl, Entries });
    }),
  );
  for (let at = 0; at < calls.length; at += DELETES_AT_ONCE)
    await Promise.all(calls.slice(at, at + DELETES_AT_ONCE).map((call) => sqs.send(call)));
}
