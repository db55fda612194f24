import { reply } from "./reply.ts";

interface StreamEvent {
  readonly Records: readonly {
    readonly dynamodb: {
      readonly NewImage: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
    };
  }[];
}

/** Ships each order that the table's stream tells it of. */
export const handler = async ({ Records }: StreamEvent): Promise<void> => {
  const orders = Records.map(({ dynamodb: { NewImage } }) => NewImage);
  await reply(orders.map(({ id, cents }) => ({ id: id?.S ?? "", shipped: true, cents: Number(cents?.N) })));
};
