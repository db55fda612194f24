import { reply } from "./reply.ts";

interface StreamEvent {
  readonly Records: readonly { readonly kinesis: { readonly partitionKey: string; readonly data: string } }[];
}

/** Counts what customers look at, as the stream of clicks tells it. */
export const handler = async ({ Records }: StreamEvent): Promise<void> => {
  const clicks = Records.map(({ kinesis: { partitionKey, data } }) => ({
    ...(JSON.parse(Buffer.from(data, "base64").toString()) as { id: string; page: string }),
    customer: partitionKey,
  }));
  await reply(clicks.map(({ id, page, customer }) => ({ id, seen: page, by: customer })));
};
