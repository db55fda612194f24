import { show } from "../../modules/core/printable.ts";

/** Milliseconds that clocks of AWS may differ. */
const AHEAD = 5 * 60_000;
/**
 * A state machine ends after eight hours, and what failed of it can be redriven for fourteen days from then on.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
const BEHIND = 15 * 86_400_000;

/**
 * When a run began is what the state machine says of itself, and what whoever may invoke a runner says in its place: points
 * would be locked from then on, be newer than all others, or fall into a pause that is over.
 * @throws Error where it is none that an execution can have now, `now` in milliseconds
 */
export function requireOwnTime(startedAt: string, now: number): void {
  const began = Date.parse(startedAt);
  if (began <= now + AHEAD && began >= now - BEHIND) return;
  throw new Error(
    `the run says that it began at ${show(startedAt)}, and here it is ${new Date(now).toISOString()}: a run goes on for 15 days at most, when it is redriven; start another one`,
  );
}
