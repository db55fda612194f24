import type { ThingId } from "../contract/kinds.ts";
import { shortList } from "../core/short-list.ts";
import { thingName } from "../core/thing-name.ts";
import type { Blocked } from "../protectors/blocked.ts";
import { untranslated } from "../protectors/kit/untranslated.ts";
import type { AtArm } from "../protectors/parts.ts";
import type { IdMap } from "../protectors/protector.ts";
import type { SeenCaller } from "../protectors/seen.ts";
import type { StayingAway } from "../protectors/staying-away.ts";
import type { Untranslated } from "../protectors/untranslated.ts";
import { otherAccounts } from "./other-accounts.ts";
import { planAsked } from "./plan-asked.ts";
import type { PlannedThing } from "./planned-thing.ts";
import { plannedWaves } from "./planned-waves.ts";
import type { RestorePorts } from "./ports.ts";
import type { RestoreAsked } from "./restore-asked.ts";
import { type StillNamed, stillNamed } from "./still-named.ts";
import { changed } from "./translator.ts";
import { unusedEntries } from "./unused-entries.ts";

/** A restore that is known to the last step, and has changed nothing. */
export interface RestorePlan {
  readonly target: { readonly account: string; readonly partition: string; readonly region: string };
  /** Those of one wave need nothing of each other. */
  readonly waves: readonly (readonly PlannedThing[])[];
  /** Not empty: nothing may be done. */
  readonly blocked: readonly Blocked[];
  /** What is bound to the source and has no entry in the map. */
  readonly missing: readonly Untranslated[];
  /** Texts that still name the source's region or account, and are written as they are: descriptions, tags, a program's own. */
  readonly stillNamed: readonly StillNamed[];
  /** What lets events in afterwards, and is written by arming. */
  readonly atArm: readonly AtArm[];
  /** What was captured with these things and cannot come back with them: the restore is not whole. */
  readonly leftOut: readonly string[];
  /** Names of what belongs to them and stays away, as `only` and `skip` say. */
  readonly skipped: readonly string[];
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
  const { gathered, translator, planned, refused, away, gone, skipped } = await planAsked(ports, asked);
  const { things } = gathered;
  const { target, runtimes, own } = translator;
  const names = changed(translator.names);
  // Those that AWS draws when they are made.
  const remade = Object.keys(own).filter((from) => own[from] === from);
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
    names,
    runtimes: replaced,
    seen: things.flatMap(({ protector, document, kind, id, point: { manifest } }) =>
      (protector.seen?.(document, manifest.related) ?? []).map((seen) => ({ kind, id, ...seen })),
    ),
    stillNamed: planned.flatMap((one) =>
      // What stays as it is there is not written.
      one.plan.steps.every(({ effect }) => effect === "keep") && one.plan.blocked.length === 0
        ? []
        : stillNamed(one, target, remade),
    ),
    skipped,
    leftOut: [
      ...gathered.leftOut,
      ...refused.map(({ name }) => name),
      ...planned.flatMap(({ plan }) => plan.leftOut ?? []),
    ],
    atArm: planned.flatMap(({ thing, plan }) =>
      (plan.atArm ?? []).map((one) => ({ ...one, title: `${label(thing)}${one.title}` })),
    ),
    blocked: [...circle, ...blockedBy(planned, label)],
    missing: planned.flatMap(({ translation, plan, thing }) =>
      // What stays as it is there needs no counterpart.
      plan.blocked.length === 0
        ? []
        : translation.missing.map((one) => ({ ...one, path: `${label(thing)}${one.path}` })),
    ),
    warnings: [
      ...gathered.warnings,
      ...stayAway(gathered.skipped),
      ...stayAwayWith(
        away,
        (one) =>
          `as nothing stands for that there: map its ARN if ${one ? "it is" : "they are"} to come back`,
      ),
      ...stayAwayWith(
        gone,
        (one) => `which is not there: restore that too if ${one ? "it is" : "they are"} to come back`,
      ),
      ...refused.map(
        ({ name, why }) =>
          `${name} cannot be read there and is left out (${why}): allow it to the role that restores, or arm without it`,
      ),
      ...planned.flatMap(({ thing, plan }) =>
        [...thing.warnings, ...plan.warnings].map((warning) => `${label(thing)}${warning}`),
      ),
      ...unused,
      ...otherAccounts(asked.map, [target.account, ...things.map(({ point }) => point.manifest.account)]),
      ...Object.keys(runtimes)
        .filter((runtime) => !Object.hasOwn(replaced, runtime))
        .map((runtime) => `nothing that is restored has runtime ${runtime}`),
      ...Object.entries(own)
        .filter(([from, to]) => Object.hasOwn(asked.map, from) && asked.map[from] !== to)
        .map(
          ([from, to]) =>
            `the map's entry for ${from} is not used: it comes back itself${from === to ? "" : `, as ${to}`}`,
        ),
    ],
  };
}

/** What has no counterpart is told once for all things. */
function blockedBy(planned: readonly PlannedThing[], label: (thing: ThingId) => string): readonly Blocked[] {
  const all = planned.flatMap(({ thing, plan }) =>
    plan.blocked.map((reason) => ({ reason, of: label(thing) })),
  );
  const missing = all.flatMap(({ reason, of }) =>
    (reason.missing ?? []).map((one) => ({ ...one, path: `${of}${one.path}` })),
  );
  return [
    ...untranslated(missing),
    ...all.flatMap(({ reason, of }) =>
      reason.missing === undefined ? [{ ...reason, message: `${of}${reason.message}` }] : [],
    ),
  ];
}

function stayAway(skipped: readonly string[]): string[] {
  if (skipped.length === 0) return [];
  const are = skipped.length === 1 ? "stays" : "stay";
  // A person has said so: many are no news by their names.
  const what = skipped.length > FEW ? `${skipped.length} others` : skipped.join(", ");
  const where = skipped.length > FEW ? "; --json names them, under skipped" : "";
  return [`${what} ${are} away, as --only and --skip say${where}`];
}

/** By what is left out: what only serves it, each once. `why`: of one, or of several. */
function stayAwayWith(away: readonly StayingAway[], why: (one: boolean) => string): string[] {
  const names = [...new Set(away.map((one) => one.with))].sort();
  return names.map((name) => {
    const what = [...new Set(away.flatMap((one) => (one.with === name ? [one.what] : [])))];
    const one = what.length === 1;
    return `${namesOf(what)} ${one ? "stays" : "stay"} away with ${name}, ${why(one)}`;
  });
}

function namesOf(names: readonly string[]): string {
  const where = names.length > MAX_NAMED ? " (--json has all, under skipped)" : "";
  return `${shortList(names, MAX_NAMED)}${where}`;
}

const MAX_NAMED = 40;
const FEW = 3;

/** Of the runtimes that another one is to take the place of, those that something has. */
function runtimesUsed(runtimes: IdMap, planned: readonly PlannedThing[]): IdMap {
  return Object.fromEntries(
    Object.entries(runtimes).filter(([from, to]) =>
      planned.some(({ translation }) => translation.replaced[from] === to),
    ),
  );
}
