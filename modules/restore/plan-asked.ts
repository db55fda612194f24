import { thingName } from "../core/thing-name.ts";
import type { StayingAway } from "../protectors/staying-away.ts";
import { type Gathered, gather } from "./gather.ts";
import { type PlannedThings, planThings } from "./plan-things.ts";
import type { RestorePorts } from "./ports.ts";
import type { RestoreAsked } from "./restore-asked.ts";
import { requireMeant } from "./skips.ts";
import type { Translator } from "./translator.ts";
import { translatorFor } from "./translator-for.ts";

/** What a person asked for, gathered, translated with one map and planned thing by thing. */
export interface PlannedAsked extends PlannedThings {
  readonly gathered: Gathered;
  readonly translator: Translator;
  /** What stays away with what is not there. */
  readonly gone: readonly StayingAway[];
  /** Names of what belongs to it and stays away, for whatever reason. */
  readonly skipped: readonly string[];
}

/**
 * Plans each thing from what is at the destination now. Reads only.
 * @throws PointError, a word of `only` or `skip` that means nothing, and whatever keeps the destination from being read in full
 */
export async function planAsked(ports: RestorePorts, asked: RestoreAsked): Promise<PlannedAsked> {
  const gathered = await gather(ports, asked);
  const { things } = gathered;
  const translator = await translatorFor(ports, gathered, asked);
  const { planned, refused, away } = await planThings(ports, things, asked, translator);
  // Where nothing at all may be read, the role is the reason, and no owner of one thing.
  if (planned.length === 0 && refused[0] !== undefined) throw refused[0].error;
  const gone = planned.flatMap(({ plan }) => plan.away ?? []);
  await requireMeant(ports, asked, {
    parts: [...planned.flatMap(({ plan }) => plan.parts ?? []), ...away.flatMap(({ part }) => part ?? [])],
    things: things.map(thingName),
    skipped: gathered.skipped,
  });
  const skipped = [...new Set([...gathered.skipped, ...[...away, ...gone].map(({ what }) => what)])];
  return { gathered, translator, planned, refused, away, gone, skipped };
}
