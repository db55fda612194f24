import type { IdMap } from "../protectors/protector.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import type { RestorePorts } from "./ports.ts";
import { whyRefused } from "./refused.ts";
import type { RestoreAsked } from "./restore-asked.ts";

/**
 * Of all things whose ARNs AWS draws, what they are there now, by their names. Nothing of one that may not be read: its plan
 * asks the same, and says so.
 */
export async function drawnFor(
  ports: RestorePorts,
  things: readonly GatheredThing[],
  asked: RestoreAsked,
): Promise<IdMap> {
  const all: Record<string, string> = {};
  for (const thing of things) {
    const request = thing.asked && asked.as !== undefined ? { name: asked.as } : {};
    try {
      Object.assign(all, await thing.protector.drawn?.(ports, thing.document, request));
    } catch (error) {
      if (whyRefused(error, thing, asked) === undefined) throw error;
    }
  }
  return all;
}
