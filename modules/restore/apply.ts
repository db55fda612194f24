import { Redactor } from "../core/redactor.ts";
import { textsIn } from "../core/secrets-in.ts";
import { thingName } from "../core/thing-name.ts";
import { RestoreError } from "../protectors/kit/restore-error.ts";
import type { Ids, PlannedStep } from "../protectors/protector.ts";
import { type Failed, failureReason } from "./failed.ts";
import { inOrder } from "./in-order.ts";
import { needs } from "./order.ts";
import { type RestorePlan, thingsOf } from "./plan.ts";
import type { PlannedThing } from "./planned-thing.ts";
import type { RestorePorts } from "./ports.ts";
import { type RestoreResult, restoreResult } from "./result.ts";
import { stageBlobs } from "./stage.ts";

export interface Watching {
  /** A package is being copied to the destination's store. */
  readonly onBlob?: (part: string) => void;
  /** A step is done. */
  readonly onStep?: (step: PlannedStep) => void;
}

/** Things made side by side: writes share a rate with whoever else works in the account. */
const AT_ONCE = 4;

/**
 * Does the steps of a plan, and nothing else: each thing once what it needs is there, independent ones side by side, the
 * steps of each in their order. A part that fails is told, and the steps after it go on; any other step ends its thing,
 * lets those beside it finish, and nothing after them begin. The plan made afterwards continues there.
 * @throws RestoreError when the plan is blocked; whatever keeps packages from being brought to the destination
 */
export async function applyRestore(
  ports: Pick<RestorePorts, "source" | "near" | "region" | "now">,
  plan: RestorePlan,
  { onBlob = () => {}, onStep = () => {} }: Watching = {},
): Promise<RestoreResult> {
  const things = thingsOf(plan);
  if (plan.blocked.length > 0)
    throw new RestoreError(
      things.map(({ thing }) => thingName(thing)).join(", "),
      "restore",
      `blocked: ${plan.blocked.map(({ message }) => message).join("; ")}`,
      [...new Set(plan.blocked.map(({ hint }) => hint))].join("; "),
    );
  const redactor = new Redactor();
  for (const each of things) redactor.learn(secretTextsOf(each));
  const made = things.filter(({ plan: { steps } }) => steps.some(({ effect }) => effect !== "keep"));
  await stageBlobs(
    ports,
    made.map(({ thing }) => thing.point),
    onBlob,
  );
  const doing: Doing = {
    ids: new Map(things.flatMap(({ plan: own }) => [...own.ids])),
    once: new Map(),
    failed: [],
    redactor,
    onStep,
  };
  const done = await inOrder(things, {
    after: neededBefore(plan.waves),
    most: AT_ONCE,
    act: (thing) => perform(thing, doing),
  });
  return restoreResult(plan, doing.ids, { done, failed: doing.failed });
}

interface Doing {
  readonly ids: Ids;
  readonly once: Map<string, Promise<void>>;
  readonly failed: Failed[];
  /** A service may repeat what it was sent, also in another call: no error shows what the things keep secret. */
  readonly redactor: Redactor;
  readonly onStep: (step: PlannedStep) => void;
}

/** Whether everything but parts of it went well. Never throws: what failed is among `failed`. */
async function perform(planned: PlannedThing, doing: Doing): Promise<boolean> {
  const {
    thing,
    plan: { steps },
  } = planned;
  let lacking = false;
  for (const step of steps) {
    const inPlace = step.whole && lacking;
    try {
      if (inPlace) await step.otherwise?.();
      else await performStep(step, doing);
      if (inPlace) continue;
      doing.onStep(step);
    } catch (error) {
      doing.redactor.clean(error, secretTextsOf(planned));
      const { kind, id } = thing;
      const { title, part } = step;
      doing.failed.push({ kind, id, title, ...(part !== undefined && { part }), ...failureReason(error) });
      if (part === undefined) return false;
      lacking = true;
    }
  }
  return true;
}

function secretTextsOf({ thing, translation }: PlannedThing): string[] {
  return textsIn([thing.secrets, translation.secrets]);
}

async function performStep(step: PlannedStep, { once, ids }: Doing): Promise<void> {
  if (step.once === undefined) return step.perform?.(ids);
  const doing = once.get(step.once) ?? step.perform?.(ids) ?? Promise.resolve();
  once.set(step.once, doing);
  await doing;
}

/** Of each thing, those of the waves before that it names: nobody waits for what he does not need. */
function neededBefore(
  waves: readonly (readonly PlannedThing[])[],
): (thing: PlannedThing) => readonly PlannedThing[] {
  const before = new Map<PlannedThing, readonly PlannedThing[]>();
  const earlier: PlannedThing[] = [];
  for (const wave of waves) {
    for (const thing of wave)
      before.set(
        thing,
        earlier.filter((other) => needs(thing, other)),
      );
    earlier.push(...wave);
  }
  return (thing) => before.get(thing) ?? [];
}
