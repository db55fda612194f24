import { activateRestored } from "./activate.ts";
import { triggersOf } from "./activation-step.ts";
import type { ActivatePorts } from "./ports.ts";
import type { RestoreResult } from "./result.ts";

/** How many triggers of a restored application bring events, of all that it has. */
export interface TriggersLive {
  readonly live: number;
  readonly of: number;
}

/** Asks what arming would do, and changes nothing: what cannot be asked counts as not live. */
export async function triggersLive(ports: ActivatePorts, result: RestoreResult): Promise<TriggersLive> {
  const { steps, failed } = await activateRestored(ports, result, { dryRun: true, alongside: true });
  const all = triggersOf(steps);
  return { live: all.filter(({ effect }) => effect === "keep").length, of: all.length + failed.length };
}
