import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

interface QueueEvent {
  readonly Records: readonly { readonly body: string }[];
}

/** The queue to answer on, in whichever region its ARN names: an ARN left as it was answers nobody. */
const [, , , region = "", , queue = ""] = (process.env.REPLY_QUEUE ?? "").split(":");
const sqs = new SQSClient({ region });

/** Prices each order and answers. */
export const handler = async (event: QueueEvent): Promise<{ taken: number }> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  for (const { body } of event.Records) {
    const order = JSON.parse(body) as { id: string; cents: number };
    const answer = { id: order.id, payable: Math.round(order.cents * 1.2) };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(answer) }));
  }
  return { taken: event.Records.length };
};
