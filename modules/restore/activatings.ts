import type { ThingId } from "../contract/kinds.ts";
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

/** Everything that makes events arrive, in the order in which it is armed; a thing whose kind cannot say is told to `fail`. */
export async function activatingsOf(
  ports: ActivatePorts,
  result: RestoreResult,
  asked: Omit<ActivateRequest, "arn">,
  fail: (failed: Failed) => void,
): Promise<readonly OfResult[]> {
  const all: OfResult[] = [];
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
      fail({ kind, id, title: `activate ${thingName(thing)}`, ...failureReason(error) });
    }
  }
  return all.toSorted((a, b) => a.stage - b.stage);
}

/** Permissions before all: S3 takes no entry of a bucket that calls a function which does not let it. */
function stageOf({ permits, last }: Activating, wave: number): number {
  if (permits) return -1;
  return last ? Number.POSITIVE_INFINITY : wave;
}
