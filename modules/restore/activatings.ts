import type { ThingId } from "../contract/kinds.ts";
import { Redactor } from "../core/redactor.ts";
import { secretsIn } from "../core/secrets-in.ts";
import { thingName } from "../core/thing-name.ts";
import type { ActivateRequest, Activating } from "../protectors/activating.ts";
import { type Failed, failureReason } from "./failed.ts";
import type { ActivatePorts } from "./ports.ts";
import type { RestoreResult } from "./result.ts";

/** One of all that make events arrive at what a restore brought back. */
export interface OfResult {
  readonly thing: ThingId;
  readonly one: Activating;
  /** Tells it from all others of its result, also at a later time. */
  readonly key: string;
  /** Those of one stage may be done side by side, but for those of one thing. */
  readonly stage: number;
}

/** What arming and disarming begin with. */
interface Activatings {
  /** Everything that makes events arrive, in the order in which it is armed. */
  readonly all: readonly OfResult[];
  /** Things whose kind cannot say. */
  readonly unread: readonly Failed[];
  /** Why something was not done. A result holds in clear what filters look for, and AWS may repeat it: no failure shows it. */
  readonly failure: (thing: ThingId, title: string, error: unknown) => Failed;
}

export async function activatingsOf(
  ports: ActivatePorts,
  result: RestoreResult,
  asked: Omit<ActivateRequest, "arn">,
): Promise<Activatings> {
  const all: OfResult[] = [];
  const unread: Failed[] = [];
  const redactor = new Redactor();
  for (const { activation } of result.things) redactor.learn(secretsIn(activation));
  const failure: Activatings["failure"] = ({ kind, id }, title, error) => {
    redactor.clean(error);
    return { kind, id, title, ...failureReason(error) };
  };
  for (const [at, thing] of result.things.entries()) {
    const { kind, id, arn, activation, wave = at } = thing;
    try {
      const protector = await ports.protector(kind);
      for (const one of protector.activate(ports, activation, { ...asked, arn }))
        all.push({
          ...{ thing: { kind, id }, one, key: `${thingName(thing)}: ${one.title}` },
          stage: stageOf(one, wave),
        });
    } catch (error) {
      unread.push(failure(thing, `activate ${thingName(thing)}`, error));
    }
  }
  return { all: all.toSorted((a, b) => a.stage - b.stage), unread, failure };
}

/** Permissions before all: S3 takes no entry of a bucket that calls a function which does not let it. */
function stageOf({ permits, last }: Activating, wave: number): number {
  if (permits) return -1;
  return last ? Number.POSITIVE_INFINITY : wave;
}
