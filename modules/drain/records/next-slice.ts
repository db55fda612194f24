import type { EventArchive } from "../events/archive-reader.ts";
import type { Gap, RecordsIndex } from "./index-form.ts";

const SECOND = 1000;
const MINUTE = 60_000;
/** Minutes. A replay that is asked for more tells nothing sooner. */
const LONGEST = 7 * 1440;
/** A reading that had so long, and did not come to its end, would not with a little more. Milliseconds. */
const PATIENT = 8 * MINUTE;

/** A window of an archive that was replayed, and not to its end. Times in milliseconds since 1970. */
export interface BrokenReading {
  readonly since: number;
  readonly until: number;
  /** More than fit into memory came. */
  readonly isTooMuch: boolean;
  /** Milliseconds from the first of its events on. */
  readonly elapsed: number;
  /** Whether somebody else reads the archive now. */
  readonly isStopped: boolean;
}

/** Minutes of the first replay: so that it has half of what one may have, if events came alike at all times. */
export function firstSlice(
  { events, retentionMs, made }: EventArchive,
  now: number,
  mostEvents: number,
): number {
  const minutes = Math.max(1, Math.min(retentionMs, now - Date.parse(made)) / MINUTE);
  const fitting = events === 0 ? LONGEST : (mostEvents / 2 / events) * minutes;
  return Math.max(1, Math.min(LONGEST, Math.floor(fitting)));
}

/** Milliseconds of a slice: whole seconds, as events have. */
export function lengthOf(slice: number): number {
  return Math.max(1, Math.round(slice * 60)) * SECOND;
}

/** Minutes of the next replay, where this one came to its end. */
export function wider(slice: number): number {
  return Math.min(LONGEST, (2 * lengthOf(slice)) / MINUTE);
}

/**
 * Where the next replay goes on after one that did not come to its end: with half as long a window, of less than a minute
 * only where the events are the reason. A second that is still too much is written down as a gap, and with it the rest of
 * its minute where it is time that lacks: EventBridge works through an archive minute by minute.
 */
export function afterBroken(
  index: RecordsIndex,
  { since, until, isTooMuch, elapsed, isStopped }: BrokenReading,
  target: number,
): RecordsIndex {
  const seconds = (until - since) / SECOND;
  const isHopeless = !isStopped && (isTooMuch || elapsed >= PATIENT);
  if (seconds > 1 || !isHopeless) {
    const least = isHopeless ? 1 : Math.min(60, seconds);
    return { ...index, slice: Math.max(least, Math.floor(seconds / 2)) / 60 };
  }
  const end = isTooMuch ? until : Math.min(target, (Math.floor(since / MINUTE) + 1) * MINUTE);
  const to = new Date(end).toISOString();
  return {
    ...index,
    until: to,
    slice: 1 / 60,
    gaps: joined(index.gaps ?? [], { since: index.until, until: to }),
  };
}

function joined(gaps: readonly Gap[], next: Gap): readonly Gap[] {
  const last = gaps.at(-1);
  if (last?.until !== next.since) return [...gaps, next];
  return [...gaps.slice(0, -1), { since: last.since, until: next.until }];
}
