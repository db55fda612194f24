import { Redactor } from "../core/redactor.ts";
import { textsIn } from "../core/secrets-in.ts";
import { thingName } from "../core/thing-name.ts";
import { RestoreError } from "../protectors/kit/restore-error.ts";
import type { Ids, PlannedStep } from "../protectors/protector.ts";
import { type PlannedThing, type RestorePlan, thingsOf } from "./plan.ts";
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
 * Does the steps of a plan, and nothing else: things of one wave side by side, the steps of each in their order. A thing
 * that fails lets those beside it finish, and nothing after them begin; the plan made afterwards continues there.
 * @throws RestoreError when the plan is blocked; whatever the first step that failed threw, or all in one when several did
 */
export async function applyRestore(
  ports: Pick<RestorePorts, "source" | "near" | "region">,
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
  for (const { thing, translation } of things) redactor.learn(textsIn([thing.secrets, translation.secrets]));
  const made = things.filter(({ plan: { steps } }) => steps.some(({ effect }) => effect !== "keep"));
  await stageBlobs(
    ports,
    made.map(({ thing }) => thing.point),
    onBlob,
  );
  const ids: Ids = new Map(things.flatMap(({ plan: own }) => [...own.ids]));
  const once = new Map<string, Promise<void>>();
  for (const wave of plan.waves)
    for (let at = 0; at < wave.length; at += AT_ONCE)
      await sideBySide(wave.slice(at, at + AT_ONCE), (thing) => perform(thing, ids, once, onStep), redactor);
  return restoreResult(plan, ids);
}

async function perform(
  { plan: { steps } }: PlannedThing,
  ids: Ids,
  once: Map<string, Promise<void>>,
  onStep: (step: PlannedStep) => void,
): Promise<void> {
  for (const step of steps) {
    if (step.once === undefined) await step.perform?.(ids);
    else {
      const doing = once.get(step.once) ?? step.perform?.(ids) ?? Promise.resolve();
      once.set(step.once, doing);
      await doing;
    }
    onStep(step);
  }
}

/** A service may repeat what it was sent, also in another call: no error shows what the things keep secret. */
async function sideBySide<T>(
  things: readonly T[],
  act: (thing: T) => Promise<void>,
  redactor: Redactor,
): Promise<void> {
  const endings = await Promise.allSettled(things.map(act));
  for (const ending of endings) if (ending.status === "rejected") redactor.clean(ending.reason);
  const reasons = endings.flatMap((ending) =>
    ending.status === "rejected" ? [ending.reason as unknown] : [],
  );
  if (reasons.length > 1)
    throw new AggregateError(
      reasons,
      reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason))).join("\n"),
    );
  if (reasons.length === 1) throw reasons[0];
}
