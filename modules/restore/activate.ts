import type { ThingId } from "../contract/kinds.ts";
import type { Activating } from "../protectors/activating.ts";
import type { RestoreStep } from "../protectors/protector.ts";
import { type Failed, failureReason } from "./failed.ts";
import type { ActivatePorts } from "./ports.ts";
import type { RestoreResult } from "./result.ts";

export interface ActivationReport {
  /** What brings events now; where nothing was to be changed, what would. `keep`: it does already. */
  readonly steps: readonly RestoreStep[];
  /** What does not, and why. Not empty: arm again when it is corrected. */
  readonly failed: readonly Failed[];
  /** What a person has to know of it, each once. */
  readonly notes: readonly string[];
}

export interface ActivateAsked {
  readonly dryRun: boolean;
  /** Also where the thing that it was restored from answers still; by default it is refused. */
  readonly alongside?: boolean;
}

/**
 * Brings events to what was restored, as it was when it was captured. Each trigger apart, so that one that fails holds up
 * no other; may be repeated.
 */
export async function activateRestored(
  ports: ActivatePorts,
  result: RestoreResult,
  { dryRun, alongside = false }: ActivateAsked,
): Promise<ActivationReport> {
  const steps: RestoreStep[] = [];
  const failed: Failed[] = [];
  const notes = new Set<string>();
  const fail = (thing: ThingId, title: string, error: unknown): number =>
    failed.push({ kind: thing.kind, id: thing.id, title, ...failureReason(error) });
  const note = (text: string): unknown => notes.add(text);

  // What calls comes after what it calls: the last made is armed first, so that nothing wakes half of an application.
  const all: { readonly thing: ThingId; readonly one: Activating }[] = [];
  for (const thing of result.things.toReversed()) {
    try {
      const protector = await ports.protector(thing.kind);
      const asked = { arn: thing.arn, alongside, note };
      for (const one of protector.activate(ports, thing.activation, asked)) all.push({ thing, one });
    } catch (error) {
      fail(thing, `activate ${thing.kind}/${thing.id}`, error);
    }
  }
  // Permissions before all: S3 takes no entry of a bucket that calls a function which does not let it.
  const turn = ({ permits, last }: Activating): number => (permits ? 0 : last ? 2 : 1);
  const inOrder = all.toSorted((a, b) => turn(a.one) - turn(b.one));
  for (const { thing, one } of inOrder) {
    const { title, call } = one;
    try {
      const kept = dryRun ? await one.active() : (await one.activate()) === "kept";
      steps.push({ title, call, effect: kept ? "keep" : "create" });
    } catch (error) {
      fail(thing, title, error);
    }
  }
  return { steps, failed, notes: [...notes] };
}
