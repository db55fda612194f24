import { requireAnsweredFor } from "../../kit/answered-for.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { ArchiveDocument } from "../document.ts";
import { type ArchiveReads, READ, type ReadArchive, readArchive } from "../read.ts";

export interface ArchiveRestorePorts extends ArchiveReads, Pick<PlanPorts, "sleep"> {
  readonly key: (key: string) => Promise<Presence>;
}

/** `undefined` when none has this name. Any other answer than a full one throws. */
export async function liveArchive(
  ports: ArchiveRestorePorts,
  { name, arn }: ArchiveDocument,
): Promise<ReadArchive | undefined> {
  const what = { resource: `event archive ${name}`, call: READ };
  const live = await attemptOrNone(ports.sleep, what, () => readArchive(ports, name));
  if (live !== undefined) requireAnsweredFor(live.arn, arn, what);
  return live;
}
