import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

interface Entry {
  readonly id: string;
  readonly cents: number;
}

/** What a topic tells, what the template of a rule makes of its event, and the input of a schedule. */
interface LedgerEvent {
  readonly Records?: readonly { readonly Sns: { readonly Message: string } }[];
  readonly refund?: Entry;
  readonly closing?: string;
}

const [, , , region = "", , queue = ""] = (process.env.REPLY_QUEUE ?? "").split(":");
const sqs = new SQSClient({ region });

/** Books each event and says so on the queue that its environment names. */
export const handler = async ({ Records = [], refund, closing }: LedgerEvent): Promise<void> => {
  const paid = Records.map(({ Sns }) => JSON.parse(Sns.Message) as Entry);
  const booked = [
    ...paid.map(({ id, cents }) => ({ id, booked: cents })),
    ...(refund === undefined ? [] : [{ id: refund.id, booked: -refund.cents }]),
    ...(closing === undefined ? [] : [{ id: closing, booked: "closed" }]),
  ];
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  for (const entry of booked)
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(entry) }));
};
