import { reply } from "./reply.ts";

/** Gives money back for each event, as the template of the pipe writes it. */
export const handler = async (
  events: readonly { readonly refund: string; readonly cents: number; readonly by: string }[],
): Promise<void> => reply(events.map(({ refund, cents, by }) => ({ id: refund, given: -cents, by })));
