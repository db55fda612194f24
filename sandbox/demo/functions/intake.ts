import { reply } from "./reply.ts";

interface QueueEvent {
  readonly Records: readonly { readonly body: string }[];
}

/** Prices each order and answers. */
export const handler = async ({ Records }: QueueEvent): Promise<{ taken: number }> => {
  const orders = Records.map(({ body }) => JSON.parse(body) as { id: string; cents: number });
  await reply(orders.map(({ id, cents }) => ({ id, payable: Math.round(cents * 1.2) })));
  return { taken: Records.length };
};
