import { parsePointKey } from "../../recovery/layout.ts";
import type { NamedThing } from "../terminal/parse-argument.ts";
import { type FoundPoint, isMeant } from "./find-points.ts";
import type { Source } from "./open-sources.ts";

/**
 * Points that a signed run names and of which no version is left, although they have not expired: whoever deletes one leaves
 * the others of its run, whose summary tells of it. `found`: as the stores were listed before the points were judged.
 */
export async function findGone(
  sources: readonly Source[],
  found: readonly FoundPoint[],
  named: NamedThing | undefined,
): Promise<readonly FoundPoint[]> {
  const gone: FoundPoint[] = [];
  for (const source of sources) {
    const listed = new Set(found.flatMap((one) => (one.source === source ? [one.ref.key] : [])));
    for (const key of (await source.witness.named?.()) ?? []) {
      const name = parsePointKey(key);
      if (name === undefined || listed.has(key) || !isMeant(named, { key, ...name })) continue;
      // Its run may have ended since.
      if ((await source.store.versions(key)).length === 0) gone.push({ ref: { key, ...name }, source });
    }
  }
  return gone;
}
