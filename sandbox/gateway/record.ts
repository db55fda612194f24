import type { Call, RecordedCall } from "./call.ts";

/** Calls kept; the oldest make room. About 100 MB at most. */
const KEPT = 200_000;

export interface Ending {
  readonly status: number;
  readonly by: RecordedCall["by"];
  readonly caller?: string;
}

export interface Recorder {
  /** Returns what to call once the call has ended; a second time is ignored. */
  readonly begin: (call: Call) => (ending: Ending) => void;
  /** Ended calls in the order they ended, from the one after `after` on. */
  readonly calls: (after?: number) => RecordedCall[];
}

export interface Clock {
  /** Milliseconds since 1970, for people. */
  readonly now: () => number;
  /** Milliseconds that never jump, for durations. */
  readonly elapsed: () => number;
}

const CLOCK: Clock = { now: Date.now, elapsed: () => performance.now() };

export function makeRecorder(kept = KEPT, clock: Clock = CLOCK): Recorder {
  const calls: RecordedCall[] = [];
  let count = 0;
  return {
    begin: ({ protocol: _, ...call }) => {
      const time = new Date(clock.now()).toISOString();
      const started = clock.elapsed();
      let ended = false;
      return (ending) => {
        if (ended) return;
        ended = true;
        count += 1;
        calls.push({
          id: count,
          time,
          ...call,
          ...ending,
          durationMs: Math.round(clock.elapsed() - started),
        });
        if (calls.length > kept * 1.1) calls.splice(0, calls.length - kept); // in one go, not one by one
      };
    },
    calls: (after = 0) => calls.slice(-kept).filter(({ id }) => id > after),
  };
}
