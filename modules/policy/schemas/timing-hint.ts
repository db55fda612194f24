import { parseDuration } from "../../core/duration.ts";

const NAMED: Readonly<Record<string, string>> = { hourly: "1h", daily: "1d", weekly: "7d" };
const UNITS: Readonly<Record<string, string>> = { minute: "m", hour: "h", day: "d" };

/** A schedule that somebody wrote as one text, such as `daily`, `rate(6 hours)` or `30 5 * * 1`, as the mapping that it is. */
export function timingHint(written: string): string | undefined {
  const text = written.trim().replace(/^@/, "");
  const every = NAMED[text] ?? /^(?:every )?(\d+[mhdw])$/.exec(text)?.[1] ?? rate(text);
  if (every !== undefined && parseDuration(every) !== undefined) return `write schedule: { every: ${every} }`;
  const isCron = /^[\d*][\d*,/-]*( [\d*,/A-Za-z-]+){4}$/.test(text);
  return isCron ? `write schedule: { cron: "${text}" }` : undefined;
}

function rate(text: string): string | undefined {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text) ?? [];
  return count === undefined ? undefined : `${count}${UNITS[unit]}`;
}
