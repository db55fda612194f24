import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

/** The queue to answer on, in whichever region its ARN names: an ARN left as it was answers nobody. */
const [, , , region = "", , queue = ""] = (process.env.REPLY_QUEUE ?? "").split(":");
const sqs = new SQSClient({ region });

/** Says what was done of each event on the queue that the function's environment names. */
export async function reply(
  answers: readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[],
): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  for (const answer of answers)
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(answer) }));
}
