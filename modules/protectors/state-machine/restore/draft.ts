import type { Blocked } from "../../blocked.ts";
import type { Ids, PlannedStep, PlanRequest } from "../../protector.ts";
import type { RestoreStep } from "../../restore-step.ts";
import type { MachineDocument, MachineSecrets } from "../document.ts";
import type { LiveMachine } from "./live.ts";
import type { MachineRestorePorts } from "./ports.ts";
import type { Wanted } from "./wanted.ts";

/** A plan in the making. */
export interface Draft {
  readonly ports: MachineRestorePorts;
  readonly request: PlanRequest<MachineDocument, MachineSecrets>;
  readonly resource: string;
  readonly wanted: Wanted;
  readonly live: LiveMachine | undefined;
  /** It is not there yet, or a restore of this very point made it. */
  readonly isOurs: boolean;
  /** From a version of the point to its number at the destination, as far as that is known before the first step. */
  readonly numbers: Map<string, string>;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
}

/** What a step does to what is there. */
export function overwriting({ isOurs }: Draft): RestoreStep["effect"] {
  return isOurs ? "create" : "replace";
}

/** What a version of the source is known by while steps are done. */
export function keyOf({ request }: Draft, version: string): string {
  return `${request.translation.source.arn}:${version}`;
}

/** Remembers what a version of the source is now. */
export function remember(draft: Draft, ids: Ids, version: string, arn: string): void {
  ids.set(keyOf(draft, version), arn);
}
