import { CAPTURES_AT_ONCE } from "../contract/events.ts";

const MINUTE = 60_000;
/** Milliseconds that one thing is read at most. What is left then is read by the next run, and told. */
export const LONGEST_READING = 30 * MINUTE;
/** From when a run began: its state machine ends after eight hours, and what it summarises and signs takes a while. */
const WITHIN = 6 * 60 * MINUTE;

/**
 * Milliseconds that a run may read records of one thing, so that all that it reads have their part of its time: what is left of
 * that is divided among those that are still to come, and who needs less leaves it to them.
 * @param startedAt of the run
 * @param after how many of the run come after it; undefined: an older discover has not said
 */
export function readingShare(startedAt: string, after: number | undefined, now: number): number {
  if (after === undefined) return LONGEST_READING;
  const left = Date.parse(startedAt) + WITHIN - now;
  return Math.max(0, Math.min(LONGEST_READING, (left * CAPTURES_AT_ONCE) / (after + CAPTURES_AT_ONCE)));
}
