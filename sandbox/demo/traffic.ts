import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, NoSuchKey, PutObjectCommand } from "@aws-sdk/client-s3";
import { PublishCommand } from "@aws-sdk/client-sns";
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { moveSchedules } from "../schedule-clock.ts";
import type { DemoClients } from "./clients.ts";
import { ledgerTopic } from "./ledger.ts";
import { ACCOUNT, bucketOf, QUEUES, TELLERS } from "./regions.ts";

const CENTS = 1999;
const DAY_SECONDS = 86_400;

export async function putUpload({ s3, region }: DemoClients, tag: string): Promise<void> {
  const Body = "not really a picture";
  await s3.send(new PutObjectCommand({ Bucket: bucketOf(region), Key: `uploads/${tag}.jpg`, Body }));
}

/** What was drawn of an upload; `undefined` while it is not there. */
export async function thumbnail({ s3, region }: DemoClients, tag: string): Promise<string | undefined> {
  try {
    const Key = `thumbnails/${tag}.jpg.json`;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketOf(region), Key }));
    return await Body?.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

export async function sendOrder(clients: DemoClients, id: string): Promise<void> {
  const MessageBody = JSON.stringify({ kind: "order", id, cents: CENTS });
  await clients.sqs.send(
    new SendMessageCommand({ QueueUrl: await urlOf(clients, QUEUES.orders), MessageBody }),
  );
}

/** And one that the subscription's filter keeps away. */
export async function publishPaid({ sns, region }: DemoClients, id: string): Promise<void> {
  for (const message of [
    { id: `${id}-filtered`, cents: 0 },
    { id, cents: CENTS },
  ])
    await sns.send(new PublishCommand({ TopicArn: ledgerTopic(region), Message: JSON.stringify(message) }));
}

export async function putRefund({ events }: DemoClients, id: string): Promise<void> {
  const refund = {
    EventBusName: TELLERS.bus,
    Source: "shop",
    DetailType: "Order refunded",
    Detail: JSON.stringify({ id, cents: CENTS }),
  };
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [refund] }));
  if (FailedEntryCount !== 0) throw new Error(`the bus ${TELLERS.bus} took no event`);
}

/** A day passes for the schedules of the ledger's group: those that back up must not start meanwhile. */
export async function passDay({ endpoint, region }: DemoClients): Promise<void> {
  const group = `arn:aws:scheduler:${region}:${ACCOUNT}:schedule/${TELLERS.group}/`;
  await moveSchedules(endpoint, DAY_SECONDS, group);
}

/** What functions have answered since this was asked last. */
export async function replies(
  clients: DemoClients,
  queue: string = QUEUES.replies,
): Promise<readonly { readonly id: string }[]> {
  const { sqs } = clients;
  const QueueUrl = await urlOf(clients, queue);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages.map(({ Body = "" }) => JSON.parse(Body) as { id: string });
}

async function urlOf({ sqs }: DemoClients, QueueName: string): Promise<string | undefined> {
  return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
}
