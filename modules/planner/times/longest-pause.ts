import type { Schedule, SchedulePause } from "../../policy/policy.ts";
import { outageOf } from "./outage.ts";

/** A pause, and the minutes between the last run before it and the first one after it. */
export interface LongestPause extends Pick<SchedulePause, "from" | "to"> {
  readonly minutes: number;
}

/** The pause that leaves the longest time without a run; a day in UTC leaves out those that are over. */
export function longestPause(
  { timing, pauses }: Pick<Schedule, "timing" | "pauses">,
  today?: string,
): LongestPause | undefined {
  const open = pauses.filter(({ from, to }) => from < to && (today === undefined || to > today));
  return open
    .flatMap((pause): LongestPause[] => {
      const minutes = outageOf(timing, pause, pauses);
      return minutes === undefined ? [] : [{ from: pause.from, to: pause.to, minutes }];
    })
    .reduce<LongestPause | undefined>(
      (longest, one) => (longest === undefined || one.minutes > longest.minutes ? one : longest),
      undefined,
    );
}
