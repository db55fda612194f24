import type { Blocked } from "../../blocked.ts";
import { attempt } from "../../kit/attempt.ts";
import type { PlannedStep, PlanRequest } from "../../protector.ts";
import type { RestoreStep } from "../../restore-step.ts";
import type { StreamDocument } from "../document.ts";
import { type LiveStream, settled } from "./live.ts";
import type { StreamRestorePorts } from "./ports.ts";

/** A plan in the making. */
export interface Draft {
  readonly ports: StreamRestorePorts;
  readonly request: PlanRequest<StreamDocument>;
  readonly document: StreamDocument;
  readonly resource: string;
  /** Absent: there is none, or it is being deleted. */
  readonly live: LiveStream | undefined;
  /** It is not there yet, or a restore of this very point made it. */
  readonly isOurs: boolean;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
}

/** What a step does to what is there. */
export function overwriting({ isOurs }: Draft): RestoreStep["effect"] {
  return isOurs ? "create" : "replace";
}

/** One call of a step. Kinesis takes the next one when the stream is active again. */
export async function change(
  { ports, resource, document }: Draft,
  call: string,
  send: () => Promise<unknown>,
): Promise<void> {
  await attempt(ports.sleep, { resource, call }, send);
  await settled(ports, document.arn, resource);
}

/** A step of one call that makes the stream as it was. */
export function changing(draft: Draft, title: string, call: string, send: () => Promise<unknown>): void {
  const { resource, steps } = draft;
  steps.push({
    title: `${title} of ${resource}`,
    call,
    effect: overwriting(draft),
    perform: () => change(draft, call, send),
  });
}
