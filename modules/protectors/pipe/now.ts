import type { DestinationReads } from "../api-destination/read.ts";
import { attempt } from "../kit/attempt.ts";
import { RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ProtectorPorts } from "../protector.ts";
import { type PipeReads, READ, type ReadPipe, readPipe } from "./read.ts";
import { hasFailed, isUnderWay, settled, stateText } from "./settle.ts";

export type ArmPorts = PipeReads & DestinationReads & ProtectorPorts;

/** The pipe that was restored, by its name and ARN. */
export interface Restored {
  readonly name: string;
  readonly arn: string;
}

/**
 * It, once nothing is under way, or after so many looks.
 * @throws RestoreError for a pipe that is not the restored one
 */
export async function pipeNow(
  ports: ArmPorts,
  { name, arn }: Restored,
  looks: number,
  again: string,
): Promise<ReadPipe> {
  const what = { resource: `pipe ${name}`, call: READ, again };
  const live = await settled(ports.sleep, looks, () =>
    attempt(ports.sleep, what, () => readPipe(ports, name)),
  );
  requireRestored(what, live.arn, arn);
  return live;
}

/** Of one that is in another state than it was told to be. */
export function notSo(resource: string, call: string, live: ReadPipe, again: string): RestoreError {
  const hint = hasFailed(live) ? `correct what the reason says; then ${again}` : again;
  const stays = isUnderWay(live) ? "it stays" : "it is";
  return new RestoreError(resource, call, `${stays} ${stateText(live)}`, hint);
}
