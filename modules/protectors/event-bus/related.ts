import type { Related, Thing } from "../../contract/kinds.ts";
import { arnOfArchive } from "../event-archive/arn.ts";
import { archivesOf } from "../event-archive/inventory.ts";
import { orNone } from "../kit/attempt.ts";
import { Refusals } from "../kit/refusals.ts";
import type { ProtectorPorts } from "../protector.ts";
import type { RelatedOptions } from "../related.ts";
import { thingAt } from "../thing-at.ts";
import { type BusReads, describeBus } from "./read.ts";

/** The queue that takes what the bus could not encrypt or hand on, and the archives that keep its events. */
export async function relatedOfBus(
  ports: ProtectorPorts & BusReads,
  { id, arn }: Thing,
  { warn }: Pick<RelatedOptions, "warn">,
): Promise<readonly Related[]> {
  const letters = (await orNone(() => describeBus(ports, id)))?.DeadLetterConfig?.Arn;
  const queue = letters === undefined ? undefined : thingAt(letters);
  const unlisted = new Refusals();
  const archives = (await unlisted.ask(id, () => orNone(() => archivesOfBus(ports, id, arn)))) ?? [];
  unlisted.tell(warn, "event buses whose archives may not be listed, so that they come with none");
  return [...(queue === undefined ? [] : [queue]), ...archives];
}

async function archivesOfBus(
  ports: ProtectorPorts & BusReads,
  bus: string,
  arn: string,
): Promise<readonly Related[]> {
  const found: Related[] = [];
  for await (const { ArchiveName: id } of archivesOf(ports, bus, arn))
    if (id !== undefined) found.push({ kind: "event-archive", id, arn: arnOfArchive(ports, id) });
  return found;
}
