import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, NoSuchKey, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import type { DemoClients } from "./clients.ts";
import { poll } from "./poll.ts";
import { bucketOf, FUNCTIONS, QUEUES } from "./regions.ts";

const PATIENCE_MS = 20_000;

/** The answer to one event through each trigger, and of each version; by what was sent. */
export type Answers = Readonly<Record<string, unknown>>;

/** Sends the same events each time; `tag` keeps the runs apart. */
export async function sendEvents(
  clients: DemoClients,
  tag: string,
  versions: readonly string[],
): Promise<Answers> {
  const builds: unknown[] = [];
  for (const version of versions) builds.push(await invoke(clients, FUNCTIONS.thumbnails, {}, version));
  return {
    "S3 upload": await upload(clients, tag),
    "SQS order": await order(clients, tag),
    "URL request": await invoke(clients, FUNCTIONS.quote, {
      queryStringParameters: { cents: "1999", country: "DE" },
    }),
    "versions, each invoked": builds,
    "edge request": await invoke(clients, FUNCTIONS.nearest, { player: "ada" }),
  };
}

async function upload({ s3, region }: DemoClients, tag: string): Promise<unknown> {
  const Bucket = bucketOf(region);
  await s3.send(new PutObjectCommand({ Bucket, Key: `uploads/${tag}.jpg`, Body: "not really a picture" }));
  const answer = await poll("the thumbnail did not come", PATIENCE_MS, async () => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `thumbnails/${tag}.jpg.json` }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  });
  return JSON.parse(answer.replaceAll(tag, "<tag>"));
}

async function order({ sqs }: DemoClients, tag: string): Promise<unknown> {
  const url = async (QueueName: string): Promise<string> =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? "";
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: await url(QUEUES.orders),
      MessageBody: JSON.stringify({ kind: "order", id: tag, cents: 1999 }),
    }),
  );
  const QueueUrl = await url(QUEUES.replies);
  const answer = await poll("the order's reply did not come", PATIENCE_MS, async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));
    const [message] = Messages;
    if (message === undefined) return undefined;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return message.Body;
  });
  return JSON.parse(answer.replaceAll(tag, "<tag>"));
}

async function invoke(
  { lambda }: DemoClients,
  name: string,
  event: unknown,
  version?: string,
): Promise<unknown> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({
      FunctionName: name,
      Payload: JSON.stringify(event),
      ...(version !== undefined && { Qualifier: version }),
    }),
  );
  const answer = JSON.parse(new TextDecoder().decode(Payload));
  if (FunctionError !== undefined) throw new Error(`${name} failed: ${JSON.stringify(answer)}`);
  return answer;
}
