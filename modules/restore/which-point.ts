import type { ThingId } from "../contract/kinds.ts";
import { thingName } from "../core/thing-name.ts";
import { parsePointKey } from "../recovery/layout.ts";
import type { WhichAsked } from "./load-asked.ts";
import type { RestorePorts } from "./ports.ts";
import { whyRefused } from "./refused.ts";
import type { RestoreAsked } from "./restore-asked.ts";

export interface WhichPoint extends WhichAsked {
  readonly warnings: readonly string[];
}

/**
 * The point of a thing where nobody says which: the one that a restore into `name` has begun with and not finished, since
 * a newer one may have captured the half; otherwise that of the run of the `selection`, or the newest.
 */
export async function whichPoint(
  ports: RestorePorts,
  thing: ThingId,
  name: string,
  selection?: RestoreAsked["selection"],
): Promise<WhichPoint> {
  const run = selection?.run;
  const { begun } = await ports.protector(thing.kind);
  const key = await begun?.({ ...ports }, name).catch((error: unknown) => {
    // Its plan asks again, and says that it may not be read.
    if (whyRefused(error, { asked: true }, selection === undefined ? {} : { selection }) === undefined)
      throw error;
    return undefined;
  });
  const mark = key === undefined ? undefined : parsePointKey(key);
  if (mark?.prefix !== ports.source.prefix || mark.kind !== thing.kind || mark.id !== thing.id)
    return { ...(run === undefined ? { point: "latest" } : { point: run, chosen: true }), warnings: [] };
  const finished = `${thingName(thing)}: its restore from run ${mark.run} has not finished, and is continued`;
  return {
    point: mark.run,
    warnings: [`${finished}; --point latest --replace takes the newest point instead`],
  };
}
