import type { Related, Thing } from "../../contract/kinds.ts";
import { orNone } from "../kit/attempt.ts";
import { thingAt } from "../thing-at.ts";
import { type ArchiveReads, readArchive } from "./read.ts";

/** Its bus, where somebody made that by its name: it cannot be made without. */
export async function relatedBus(reads: ArchiveReads, { id }: Thing): Promise<readonly Related[]> {
  const found = await orNone(() => readArchive(reads, id));
  const bus = found && thingAt(found.bus);
  return bus === undefined ? [] : [bus];
}
