import type { Related, Thing } from "../../contract/kinds.ts";
import { orNone } from "../kit/attempt.ts";
import { thingAt } from "../thing-at.ts";
import { type DestinationReads, readDestination } from "./read.ts";

/** Its connection: it cannot be made without. */
export async function relatedConnection(reads: DestinationReads, { id }: Thing): Promise<readonly Related[]> {
  const found = await orNone(() => readDestination(reads, id));
  const connection = found && thingAt(found.connection);
  return connection === undefined ? [] : [connection];
}
