import type { IdMap } from "../protectors/protector.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import type { RestorePorts } from "./ports.ts";

/** Of all things whose ARNs AWS draws, what they are there now, by their names. `as`: the name of the one that is asked for. */
export async function drawnFor(
  ports: RestorePorts,
  things: readonly GatheredThing[],
  as: string | undefined,
): Promise<IdMap> {
  const all: Record<string, string> = {};
  for (const { protector, document, asked } of things) {
    const request = asked && as !== undefined ? { name: as } : {};
    Object.assign(all, await protector.drawn?.(ports, document, request));
  }
  return all;
}
