import { attemptOrNone } from "../../kit/attempt.ts";
import { canonical, differingKeys } from "../../kit/canonical.ts";
import type { PlanPorts, ProtectorPorts } from "../../protector.ts";
import type { DestinationDocument } from "../document.ts";
import { type DestinationReads, READ, type ReadDestination, readDestination } from "../read.ts";

export interface DestinationRestorePorts extends DestinationReads, Pick<PlanPorts, "sleep"> {}

/** `undefined` when no API destination has this name. Any other answer than a full one throws. */
export function liveDestination(
  ports: DestinationReads & Pick<ProtectorPorts, "sleep">,
  name: string,
): Promise<ReadDestination | undefined> {
  const what = { resource: `API destination ${name}`, call: READ };
  return attemptOrNone(ports.sleep, what, () => readDestination(ports, name));
}

/** What is there otherwise, by its names. `isMade`: its connection will be another one. */
export function changesOf(
  { connection, settings }: Pick<DestinationDocument, "connection" | "settings">,
  live: ReadDestination,
  isMade: boolean,
): string[] {
  const other = isMade || connection !== live.connection;
  return [...(other ? ["connection"] : []), ...differingKeys(canonical(settings), canonical(live.settings))];
}
