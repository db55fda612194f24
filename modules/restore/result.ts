import type { Json } from "../contract/json.ts";
import type { ThingId } from "../contract/kinds.ts";
import { apisOf } from "../core/arn.ts";
import { becomeBy } from "../protectors/kit/renamed.ts";
import type { IdMap, Ids, RestoreTarget } from "../protectors/protector.ts";
import type { Failed } from "./failed.ts";
import { namedFirst } from "./order.ts";
import { type RestorePlan, thingsOf } from "./plan.ts";
import type { PlannedThing } from "./planned-thing.ts";

/** What a restore came to. Kept as JSON: activating reads it, and it says what became of every id. */
export interface RestoreResult {
  readonly format: "zonekeep-restore/1";
  readonly target: RestoreTarget;
  /** In the order in which they are armed: what others name stands before them. */
  readonly things: readonly RestoredThing[];
  /** What was captured with them and did not come back with them, also because a person left it out. */
  readonly leftOut: readonly string[];
  /** What was tried and could not be done. Absent in results of older versions, which stopped there. */
  readonly failed?: readonly Failed[];
  /** What the plan warned of. Absent: nothing, or in results of older versions. */
  readonly warnings?: readonly string[];
  /** What a person has to know of what went well. Absent: nothing. */
  readonly notes?: readonly string[];
  /** From the source's ARNs, versions, layers, mappings, addresses and mapped names to the destination's. */
  readonly idMap: IdMap;
  /** What arming has written and no disarming taken back, `lambda/orders: enable mapping ...`. Absent: nothing. */
  readonly armed?: readonly string[];
  /** Runtimes that another one has taken the place of. Absent in results of older versions. */
  readonly runtimes?: IdMap;
}

interface RestoredThing extends ThingId {
  /** As it is now. */
  readonly arn: string;
  /** Key of the manifest it came from. */
  readonly point: string;
  /** From 0: those of one may be armed side by side. Absent in results of older versions: one after the other. */
  readonly wave?: number;
  /** What brings events to it, once it is armed: read by its kind alone. */
  readonly activation: Json;
}

/** Of what came back: one whose steps were not all done is not in it, and one that lacks a part is. */
export function restoreResult(
  plan: RestorePlan,
  ids: Ids,
  { done, failed }: { readonly done: ReadonlySet<PlannedThing>; readonly failed: readonly Failed[] },
): RestoreResult {
  const waves = namedFirst(thingsOf(plan).filter((thing) => done.has(thing)));
  const things = waves.flatMap((wave, at) => wave.map((one) => ({ ...one, wave: at })));
  const idMap: IdMap = {
    ...Object.fromEntries(things.map(({ arn }) => [arn, arn])),
    ...withApis(Object.assign({}, ...things.map(({ translation }) => translation.replaced)), ids),
    ...plan.names,
    ...Object.fromEntries(ids),
  };
  const notes = thingsOf(plan).flatMap((thing) => thing.plan.notes ?? []);
  return {
    format: "zonekeep-restore/1",
    target: plan.target,
    things: things.map(({ thing, arn, wave, plan: { activation } }) => ({
      kind: thing.kind,
      id: thing.id,
      arn: idMap[arn] ?? arn,
      point: thing.point.key,
      wave,
      activation: activation(ids),
    })),
    leftOut: [...plan.leftOut, ...plan.skipped],
    failed,
    ...(plan.warnings.length > 0 && { warnings: plan.warnings }),
    ...(notes.length > 0 && { notes }),
    idMap,
    runtimes: plan.runtimes,
  };
}

/** An API has its id once it is made: until then what calls functions by it was written in the words of the source. */
function withApis(replaced: IdMap, ids: Ids): IdMap {
  const made = Object.fromEntries(ids);
  return Object.fromEntries(
    Object.entries(replaced).map(([from, to]) => [
      from,
      apisOf(to).length > 0 ? (becomeBy(made, to) ?? to) : to,
    ]),
  );
}
