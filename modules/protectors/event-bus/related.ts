import type { Related, Thing } from "../../contract/kinds.ts";
import { orNone } from "../kit/attempt.ts";
import { thingAt } from "../thing-at.ts";
import { type BusReads, describeBus } from "./read.ts";

/** The queue that takes what the bus could not encrypt or hand on. */
export async function relatedLetters(reads: BusReads, { id }: Thing): Promise<readonly Related[]> {
  const arn = (await orNone(() => describeBus(reads, id)))?.DeadLetterConfig?.Arn;
  const queue = arn === undefined ? undefined : thingAt(arn);
  return queue === undefined ? [] : [queue];
}
