import { atOnce } from "../core/at-once.ts";
import { failureText } from "../core/error-text.ts";
import { thingName } from "../core/thing-name.ts";
import type { IdMap } from "../protectors/protector.ts";
import type { StayingAway } from "../protectors/staying-away.ts";
import type { Untranslated } from "../protectors/untranslated.ts";
import type { Gathered } from "./gather.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import { planThings } from "./plan-things.ts";
import type { PlannedThing } from "./planned-thing.ts";
import type { RestorePorts } from "./ports.ts";
import type { RestoreAsked } from "./restore-asked.ts";
import { translatorFor } from "./translator-for.ts";
import { unusedEntries } from "./unused-entries.ts";

/** What a restore of one thing would have there. */
export interface Meant {
  readonly thing: GatheredThing;
  /** What it is called there. */
  readonly id: string;
  /** In the words of the source, which `ids` turns into those of the destination. */
  readonly document: unknown;
  /** In the words of the destination. */
  readonly secrets: unknown;
  readonly ids: IdMap;
  /** What has no counterpart there. */
  readonly missing: readonly Untranslated[];
  /** Why nobody can tell what it would be. */
  readonly why?: string;
}

export interface MeantThings {
  readonly meant: readonly Meant[];
  /** What stays away with what a person leaves out. */
  readonly away: readonly StayingAway[];
  readonly warnings: readonly string[];
}

/** Where things were, and by their own names, they are meant to be as they were captured. */
export function meantAtHome({ things }: Gathered): MeantThings {
  const meant = things.map((thing) => asCaptured(thing));
  return { meant, away: [], warnings: [] };
}

/**
 * Translates things as a restore does, and plans each: a plan knows which version, layer or mapping of what is there stands
 * for which of the point. Reads only.
 */
export async function meantElsewhere(
  ports: RestorePorts,
  gathered: Gathered,
  asked: RestoreAsked,
): Promise<MeantThings> {
  const { things } = gathered;
  const translator = await translatorFor(ports, gathered, asked);
  // One at a time, so that one that cannot be read keeps no other from being compared.
  const all = await atOnce(things, AT_ONCE, async (thing) => {
    try {
      return { thing, ...(await planThings(ports, [thing], { ...asked, replace: true }, translator)) };
    } catch (error) {
      return { thing, planned: [], refused: [], away: [], why: failureText(error) };
    }
  });
  const planned = all.flatMap((one) => one.planned);
  const made = Object.assign({}, ...planned.map(({ plan }) => Object.fromEntries(plan.ids))) as IdMap;
  const away = [...all.flatMap((one) => one.away), ...planned.flatMap(({ plan }) => plan.away ?? [])];
  return {
    meant: all.flatMap(({ thing, planned: [one], refused, why }): Meant[] => {
      if (one !== undefined) return [asPlanned(one, made)];
      const unread = why ?? refused[0]?.why;
      return unread === undefined ? [] : [{ ...asCaptured(thing), why: unread }];
    }),
    away,
    warnings: unusedEntries(
      asked.map,
      planned.map(({ translation }) => translation),
      things.filter((thing) => thing.asked).map(thingName),
    ),
  };
}

const AT_ONCE = 4;

function asCaptured(thing: GatheredThing): Meant {
  const { id, document, secrets } = thing;
  return { thing, id, document, secrets, ids: {}, missing: [] };
}

/** `made`: what plans of all things know to be there already. */
function asPlanned({ thing, translation, plan }: PlannedThing, made: IdMap): Meant {
  // One that only comes along needs no counterpart where it stays as it is, and its plan says nothing of it then.
  const missing = thing.asked ? plan.blocked.flatMap((one) => one.missing ?? []) : translation.missing;
  return {
    thing,
    id: thing.protector.identity(translation.document).id,
    document: translation.source,
    secrets: translation.secrets,
    ids: { ...translation.replaced, ...made },
    missing,
  };
}
