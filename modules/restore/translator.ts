import type { IdMap, RestoreTarget, Translation, TranslationRequest } from "../protectors/protector.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import type { RestoreAsked } from "./restore-asked.ts";

/** Puts things of one restore into the words of the destination, all with one map. */
export interface Translator {
  readonly target: RestoreTarget;
  /** Names, ARNs and addresses of all of them, to what they become: also those that stay the same. */
  readonly names: IdMap;
  /** Those that become others, and ARNs that AWS draws, to what each is there now, or to itself: no map says otherwise. */
  readonly own: IdMap;
  /** From a runtime to another one that a person wants in its place. */
  readonly runtimes: IdMap;
  /** Name of what a person leaves out, by its ARN. */
  readonly leftAway: NonNullable<TranslationRequest["away"]>;
  readonly translate: (thing: GatheredThing) => Translation<unknown, unknown>;
}

/** What a translation has to know of all things of its restore. */
interface Known {
  /** Of things whose ARNs AWS draws, what they are there now. */
  readonly drawn: IdMap;
  readonly away: NonNullable<TranslationRequest["away"]>;
}

export function translatorOf(
  { account, partition, region }: RestoreTarget,
  things: readonly GatheredThing[],
  asked: Pick<RestoreAsked, "map" | "as" | "runtimes" | "environment">,
  { drawn, away }: Known,
): Translator {
  const target = { account, partition, region };
  const nameOf = ({ asked: named }: GatheredThing) =>
    named && asked.as !== undefined ? { name: asked.as } : {};
  const names = Object.fromEntries(
    things.flatMap((thing) =>
      Object.entries(thing.protector.names(thing.document, { target, ...nameOf(thing) })),
    ),
  );
  // What comes back itself goes by its own name, also by one that stays the same: no pattern takes that.
  const isBroad = Object.keys(asked.map).some((key) => key.includes("*") || /^[0-9]{12}$/.test(key));
  const own = { ...changed(names), ...drawn };
  const map = { ...asked.map, ...(isBroad && names), ...own };
  const runtimes = changed(asked.runtimes ?? {});
  const restored = new Set(things.map(({ point }) => point.manifest.arn));
  return {
    target,
    names,
    own,
    runtimes,
    leftAway: away,
    translate: (thing) =>
      thing.protector.translate(thing.document, thing.secrets, {
        target,
        map,
        ...nameOf(thing),
        ...(!thing.asked && { restored }),
        runtimes,
        away,
        ...(thing.asked && { given: asked.environment?.[thing.id] ?? {} }),
      }),
  };
}

/** What stays the same needs no translation. */
export function changed(names: IdMap): IdMap {
  return Object.fromEntries(Object.entries(names).filter(([from, to]) => from !== to));
}
