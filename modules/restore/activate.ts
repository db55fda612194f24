import type { ThingId } from "../contract/kinds.ts";
import { apiError } from "../protectors/kit/restore-error.ts";
import type { Activating, RestoreStep } from "../protectors/protector.ts";
import type { ActivatePorts } from "./ports.ts";
import type { RestoreResult } from "./result.ts";

export interface ActivationReport {
  /** What brings events now; in a dry run, what would. */
  readonly steps: readonly RestoreStep[];
  /** What does not, and why. Not empty: arm again when it is corrected. */
  readonly failed: readonly (ThingId & { readonly title: string; readonly message: string })[];
}

/**
 * Brings events to what was restored, as it was when it was captured. Each trigger apart, so that one that fails holds up
 * no other; may be repeated.
 */
export async function activateRestored(
  ports: ActivatePorts,
  result: RestoreResult,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ActivationReport> {
  const steps: RestoreStep[] = [];
  const failed: { kind: ThingId["kind"]; id: string; title: string; message: string }[] = [];
  // What calls comes after what it calls: the last made is armed first, so that nothing wakes half of an application.
  for (const { kind, id, activation } of result.things.toReversed()) {
    const fail = (title: string, error: unknown): number =>
      failed.push({ kind, id, title, message: apiError(error).message });
    let activatings: readonly Activating[] = [];
    try {
      activatings = (await ports.protector(kind)).activate(ports, activation);
    } catch (error) {
      fail(`activate ${kind}/${id}`, error);
    }
    for (const { title, call, active, activate } of activatings) {
      try {
        const kept = dryRun ? await active() : (await activate()) === "kept";
        steps.push({ title, call, effect: kept ? "keep" : "create" });
      } catch (error) {
        fail(title, error);
      }
    }
  }
  return { steps, failed };
}
