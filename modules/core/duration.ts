const MINUTES = { m: 1, h: 60, d: 1440, w: 10_080 } as const;
const DURATION = /^([1-9][0-9]{0,5})([mhdw])$/;

export const MINUTES_A_DAY = MINUTES.d;

/** Minutes in `30m`, `1h`, `6h`, `1d` or `8w`: at most six digits, no fractions, no leading zero. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * MINUTES[unit as keyof typeof MINUTES];
}

/** The shortest way to write it: 90 is `90m`, 120 is `2h`, 10080 is `7d`. */
export function formatDuration(minutes: number): string {
  if (minutes === 0) return "0m";
  if (minutes % MINUTES.d === 0) return `${minutes / MINUTES.d}d`;
  if (minutes % MINUTES.h === 0) return `${minutes / MINUTES.h}h`;
  return `${minutes}m`;
}

/** For a person to read, exact: `90m` and `2h` as policies write them, and beyond two hours `5h 15m`, `352d 1h`. */
export function sayDuration(minutes: number): string {
  if (minutes <= 2 * MINUTES.h) return formatDuration(minutes);
  const parts = [
    [Math.floor(minutes / MINUTES.d), "d"],
    [Math.floor((minutes % MINUTES.d) / MINUTES.h), "h"],
    [minutes % MINUTES.h, "m"],
  ] as const;
  return parts.flatMap(([many, unit]) => (many === 0 ? [] : [`${many}${unit}`])).join(" ");
}

/** Days as policies write them: `35d`. */
export function formatDays(count: number): string {
  return `${count}d`;
}
