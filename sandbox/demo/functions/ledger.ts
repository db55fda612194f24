import { reply } from "./reply.ts";

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

/** Books each event and says so. */
export const handler = async ({ Records = [], refund, closing }: LedgerEvent): Promise<void> => {
  const paid = Records.map(({ Sns }) => JSON.parse(Sns.Message) as Entry);
  await reply([
    ...paid.map(({ id, cents }) => ({ id, booked: cents })),
    ...(refund === undefined ? [] : [{ id: refund.id, booked: -refund.cents }]),
    ...(closing === undefined ? [] : [{ id: closing, booked: "closed" }]),
  ]);
};
