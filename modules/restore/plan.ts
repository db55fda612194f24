import type { ThingId } from "../contract/kinds.ts";
import { thingName } from "../core/thing-name.ts";
import type { Blocked } from "../protectors/blocked.ts";
import { SPECS } from "../protectors/kinds.ts";
import { RestoreError } from "../protectors/kit/restore-error.ts";
import type { AtArm } from "../protectors/parts.ts";
import type { IdMap, Reference, StreamStart, ThingPlan, Translation } from "../protectors/protector.ts";
import type { SeenCaller } from "../protectors/seen.ts";
import type { Untranslated } from "../protectors/untranslated.ts";
import { blobKey } from "../recovery/layout.ts";
import { openVerified } from "../recovery/read-blob.ts";
import { asCompanion } from "./companion.ts";
import { type GatheredThing, gather } from "./gather.ts";
import { locatePackage } from "./locate-package.ts";
import { plannedWaves } from "./planned-waves.ts";
import type { RestorePorts } from "./ports.ts";
import { requireSkips } from "./skips.ts";
import { unusedEntries } from "./unused-entries.ts";

export interface RestoreAsked {
  /** At least one. */
  readonly things: readonly ThingId[];
  /** `latest`, or the beginning of a run's id: of each thing that was asked for. Absent: what a restore has begun with, or else the newest. */
  readonly point?: string;
  /** What a person says takes the place of what. */
  readonly map: IdMap;
  /** Another name at the destination; of a single thing only. */
  readonly as?: string;
  /** Only what was asked for, not what was captured with it. */
  readonly alone: boolean;
  readonly replace: boolean;
  readonly allowPublic: boolean;
  readonly streams?: StreamStart;
  /** From a runtime to the one that a person wants in its place; to itself: AWS still makes it, whatever its dates were. */
  readonly runtimes?: IdMap;
  /** Values of environment variables that points do not hold: function, variable, value. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Parts that do not come back, as a plan calls them, and things that would come along. */
  readonly skip?: ReadonlySet<string>;
}

/** One thing of a restore: what it was, what it is to be, and how. */
export interface PlannedThing {
  readonly thing: GatheredThing;
  /** Where it was. */
  readonly arn: string;
  readonly references: readonly Reference[];
  readonly translation: Translation<unknown, unknown>;
  readonly plan: ThingPlan;
}

/** A restore that is known to the last step, and has changed nothing. */
export interface RestorePlan {
  readonly target: { readonly account: string; readonly partition: string; readonly region: string };
  /** Those of one wave need nothing of each other. */
  readonly waves: readonly (readonly PlannedThing[])[];
  /** Not empty: nothing may be done. */
  readonly blocked: readonly Blocked[];
  /** What is bound to the source and has no entry in the map. */
  readonly missing: readonly Untranslated[];
  /** What lets events in afterwards, and is written by arming. */
  readonly atArm: readonly AtArm[];
  /** What was captured with these things and cannot come back with them: the restore is not whole. */
  readonly leftOut: readonly string[];
  /** What may have called these things when they were captured, and no point holds: nothing here brings it back. */
  readonly seen: readonly (ThingId & SeenCaller)[];
  /** Runtimes that another one takes the place of. */
  readonly runtimes: IdMap;
  readonly warnings: readonly string[];
  /** Names, ARNs and addresses of the source that come back as others, known before the first step. */
  readonly names: IdMap;
}

/** Every thing of a plan, in the order in which it is made. */
export function thingsOf({ waves }: Pick<RestorePlan, "waves">): readonly PlannedThing[] {
  return waves.flat();
}

/**
 * Verifies the points, translates them with one map, and plans each step from what is at the destination now. Reads
 * only; a dry run prints it, `applyRestore` does it.
 * @throws PointError, and whatever keeps the destination from being read in full
 */
export async function planRestore(ports: RestorePorts, asked: RestoreAsked): Promise<RestorePlan> {
  const { account, partition, region } = ports;
  const target = { account, partition, region };
  const gathered = await gather(ports, asked);
  const { things } = gathered;
  const names = namesOf(things, target, asked.as);
  const map = { ...asked.map, ...changed(names) };
  const restored = new Set(things.map(({ point }) => point.manifest.arn));
  const named = new Set(
    things.flatMap(({ protector, document }) => protector.references(document).map(({ to }) => to)),
  );
  const wanted = Object.entries(asked.runtimes ?? {});
  const trusted = new Set(wanted.flatMap(([from, to]) => (from === to ? [from] : [])));
  const runtimes = Object.fromEntries(wanted.filter(([from, to]) => from !== to));
  const skip = asked.skip ?? new Set<string>();
  const claims = new Map<string, number>();
  const planned: PlannedThing[] = [];
  const refused: string[] = [];
  for (const thing of things) {
    const { protector, document, secrets, point } = thing;
    const translation = protector.translate(document, secrets, {
      target,
      map,
      ...(thing.asked && asked.as !== undefined && { name: asked.as }),
      ...(!thing.asked && { restored }),
      runtimes,
      ...(thing.asked && { given: asked.environment?.[thing.id] ?? {} }),
    });
    const asking = protector.plan(
      {
        ...ports,
        locate: (sha256) => locatePackage(ports, point, sha256),
        open: (ref) => openVerified(ports.near.store, blobKey(ports.source.prefix, ref.sha256), ref),
      },
      {
        point: point.key,
        translation,
        target,
        together: new Set(Object.values(names)),
        named,
        known: new Map(planned.flatMap(({ plan: { ids } }) => [...ids])),
        today: ports.today(),
        trusted,
        replace: asked.replace && thing.asked,
        allowPublic: asked.allowPublic,
        ...(asked.streams !== undefined && { streams: asked.streams }),
        skip,
        claims,
      },
    );
    const plan = await asking.catch((error: unknown) => unlessRefused(error, thing));
    if (plan === undefined) {
      refused.push(thingName(thing));
      continue;
    }
    planned.push({
      thing,
      arn: point.manifest.arn,
      references: protector.references(document),
      translation,
      plan: thing.asked ? plan : asCompanion(plan, thing),
    });
  }
  requireSkips(
    skip,
    planned.flatMap(({ plan }) => plan.parts ?? []),
    gathered.skipped,
  );
  const label = planned.length > 1 ? (thing: ThingId) => `${thingName(thing)}: ` : () => "";
  const { waves, circle } = plannedWaves(planned);
  const replaced = runtimesUsed(runtimes, planned);
  const unused = unusedEntries(
    asked.map,
    planned.map(({ translation }) => translation),
    things.filter((thing) => thing.asked).map(thingName),
  );
  return {
    target,
    waves,
    names: changed(names),
    runtimes: replaced,
    seen: things.flatMap(({ protector, document, kind, id, point: { manifest } }) =>
      (protector.seen?.(document, manifest.related) ?? []).map((seen) => ({ kind, id, ...seen })),
    ),
    leftOut: [...gathered.leftOut, ...refused, ...planned.flatMap(({ plan }) => plan.leftOut ?? [])],
    atArm: planned.flatMap(({ thing, plan }) =>
      (plan.atArm ?? []).map((one) => ({ ...one, title: `${label(thing)}${one.title}` })),
    ),
    blocked: [
      ...circle,
      ...planned.flatMap(({ thing, plan }) =>
        plan.blocked.map((reason) => ({ ...reason, message: `${label(thing)}${reason.message}` })),
      ),
    ],
    missing: planned.flatMap(({ translation, plan, thing }) =>
      // What stays as it is there needs no counterpart.
      plan.blocked.length === 0
        ? []
        : translation.missing.map((one) => ({ ...one, path: `${label(thing)}${one.path}` })),
    ),
    warnings: [
      ...gathered.warnings,
      ...refused.map(
        (name) => `${name} cannot be read there: allow it to the role that restores, or arm without it`,
      ),
      ...planned.flatMap(({ thing, plan }) =>
        [...thing.warnings, ...plan.warnings].map((warning) => `${label(thing)}${warning}`),
      ),
      ...unused,
      ...Object.keys(runtimes)
        .filter((runtime) => !Object.hasOwn(replaced, runtime))
        .map((runtime) => `nothing that is restored has runtime ${runtime}`),
      ...Object.keys(changed(names))
        .filter((from) => Object.hasOwn(asked.map, from) && asked.map[from] !== names[from])
        .map((from) => `the map's entry for ${from} is not used: it comes back itself, as ${names[from]}`),
    ],
  };
}

/** Another's policy may refuse a part that comes along, such as a bucket's: the rest does not depend on it. */
function unlessRefused(error: unknown, { asked, kind }: GatheredThing): undefined {
  const refused = error instanceof RestoreError && error.failure === "denied";
  if (asked || SPECS[kind].partOf === undefined || !refused) throw error;
}

/** Of all things, what stays the same among it. */
function namesOf(
  things: readonly GatheredThing[],
  target: RestorePlan["target"],
  as: string | undefined,
): IdMap {
  const entries = things.flatMap(({ protector, document, asked }) =>
    Object.entries(protector.names(document, { target, ...(asked && as !== undefined && { name: as }) })),
  );
  return Object.fromEntries(entries);
}

/** Of the runtimes that another one is to take the place of, those that something has. */
function runtimesUsed(runtimes: IdMap, planned: readonly PlannedThing[]): IdMap {
  return Object.fromEntries(
    Object.entries(runtimes).filter(([from, to]) =>
      planned.some(({ translation }) => translation.replaced[from] === to),
    ),
  );
}

/** What stays the same needs no translation. */
function changed(names: IdMap): IdMap {
  return Object.fromEntries(Object.entries(names).filter(([from, to]) => from !== to));
}
