/** Minutes. Runs of the longest intervals are spread over this much unless a policy says otherwise. */
const WIDEST_START = 60;

/** The start window that goes without saying, in minutes: a quarter of the interval, an hour at most. */
export function windowOfInterval(interval: number): number {
  return Math.min(Math.floor(interval / 4), WIDEST_START);
}
