/** How far an alarm looks back: a number of periods, each so many seconds. */
export interface LookBack {
  readonly period: number;
  readonly periods: number;
}

/** Minutes that a run may begin late without anybody being told: Scheduler keeps to a minute, a cold runner to a few. */
const GRACE = 15;
/** Minutes that clocks are put forward or back. In one autumn night two hours lie between two runs of `every: 1h`. */
const CLOCK_CHANGE = 60;

const HOUR = 3600;
const DAY = 24 * HOUR;
/**
 * Seconds that periods may make together: a day where one is under an hour, else seven days.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const MOST = { short: DAY, long: 7 * DAY };

/**
 * How far back an alarm looks for a run of a schedule whose runs begin at most `gap` minutes apart by a clock that is
 * never put forward or back. Never less, or it would ring while all is well. Undefined where no alarm looks back so far.
 * A run that is due every seven days is looked for in the last seven days, each a period: hours would leave no grace.
 */
export function lookBack(
  gap: number,
  { clocksChange }: { readonly clocksChange: boolean },
): LookBack | undefined {
  const seconds = 60 * (gap + GRACE + (clocksChange ? CLOCK_CHANGE : 0));
  if (seconds <= MOST.short) return covering(seconds, 300);
  if (seconds <= MOST.long) return covering(seconds, HOUR);
  return 60 * gap <= MOST.long ? { period: DAY, periods: 7 } : undefined;
}

function covering(seconds: number, period: number): LookBack {
  return { period, periods: Math.ceil(seconds / period) };
}
