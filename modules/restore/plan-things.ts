import { atOnce } from "../core/at-once.ts";
import { thingName } from "../core/thing-name.ts";
import type { StayingAway } from "../protectors/staying-away.ts";
import { blobKey } from "../recovery/layout.ts";
import { openVerified } from "../recovery/read-blob.ts";
import { asCompanion } from "./companion.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import { locatePackage } from "./locate-package.ts";
import type { PlannedThing } from "./planned-thing.ts";
import type { RestorePorts } from "./ports.ts";
import { type RefusedThing, whyRefused } from "./refused.ts";
import type { RestoreAsked } from "./restore-asked.ts";
import type { Translator } from "./translator.ts";

export interface PlannedThings {
  /** In the order of the things. */
  readonly planned: readonly PlannedThing[];
  /** What may not be read there, and is not planned. */
  readonly refused: readonly RefusedThing[];
  /** What stays away with what a person leaves out. */
  readonly away: readonly StayingAway[];
}

/** Translates each thing, and plans it from what is at the destination now. */
export async function planThings(
  ports: RestorePorts,
  things: readonly GatheredThing[],
  asked: RestoreAsked,
  { target, names, translate, leftAway }: Translator,
): Promise<PlannedThings> {
  const named = new Set(
    things.flatMap(({ protector, document }) => protector.references(document).map(({ to }) => to)),
  );
  const trusted = new Set(
    Object.entries(asked.runtimes ?? {}).flatMap(([from, to]) => (from === to ? [from] : [])),
  );
  const together = new Set(Object.values(names));
  const claims = new Map<string, number>();
  const known = new Map<string, string>();
  const refused: RefusedThing[] = [];
  const away: StayingAway[] = [];
  const planned = await inOrder(things, async (thing) => {
    const { protector, document, point } = thing;
    const translation = translate(thing);
    away.push(...(translation.away ?? []));
    if (translation.away?.some(({ whole }) => whole)) return undefined;
    const asking = protector.plan(
      {
        ...ports,
        locate: (sha256) => locatePackage(ports, point, sha256),
        open: (ref) => openVerified(ports.near.store, blobKey(ports.source.prefix, ref.sha256), ref),
      },
      {
        point: point.key,
        ...(point.manifest.records !== undefined && { records: point.manifest.records }),
        translation,
        target,
        together,
        named,
        known,
        today: ports.today(),
        trusted,
        replace: asked.replace && thing.asked,
        allowPublic: asked.allowPublic,
        ...(asked.streams !== undefined && { streams: asked.streams }),
        skip: asked.skip ?? new Set(),
        leftAway,
        claims,
      },
    );
    const plan = await asking.catch((error: unknown) => {
      const why = whyRefused(error, thing, asked);
      if (why === undefined) throw error;
      refused.push({ name: thingName(thing), why, error });
      return undefined;
    });
    if (plan === undefined) return undefined;
    for (const [from, to] of plan.ids) known.set(from, to);
    return {
      thing,
      arn: point.manifest.arn,
      references: protector.references(document),
      translation,
      plan: thing.asked ? plan : asCompanion(plan, thing),
      unwritable: plan.blocked,
    };
  });
  return { planned, refused, away };
}

/** Things planned side by side: each asks the destination, whose services limit calls by the second. */
const AT_ONCE = 4;

/** Functions before what calls them, which has to know their versions. */
async function inOrder(
  things: readonly GatheredThing[],
  plan: (thing: GatheredThing) => Promise<PlannedThing | undefined>,
): Promise<readonly PlannedThing[]> {
  const isFunction = ({ kind }: GatheredThing): boolean => kind === "lambda";
  const of = new Map<GatheredThing, PlannedThing | undefined>();
  for (const some of [things.filter(isFunction), things.filter((thing) => !isFunction(thing))]) {
    const planned = await atOnce(some, AT_ONCE, plan);
    for (const [at, thing] of some.entries()) of.set(thing, planned[at]);
  }
  return things.flatMap((thing) => of.get(thing) ?? []);
}
