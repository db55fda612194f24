/** What the five fields of a cron expression allow: each value once, ascending. The week begins with Sunday, 0. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
}

export interface CronField {
  readonly key: keyof Cron;
  readonly word: string;
  readonly min: number;
  readonly max: number;
  /** Written instead of a number, the first for `min`. */
  readonly names: readonly string[];
}

/** In the order in which they are written. */
export const CRON_FIELDS: readonly CronField[] = [
  { key: "minutes", word: "minute", min: 0, max: 59, names: [] },
  { key: "hours", word: "hour", min: 0, max: 23, names: [] },
  { key: "days", word: "day of month", min: 1, max: 31, names: [] },
  {
    key: "months",
    word: "month",
    min: 1,
    max: 12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  },
  {
    key: "weekdays",
    word: "day of week",
    min: 0,
    max: 6,
    names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
  },
];

/** Whether it runs on every day there is. */
export function runsEveryDay({ days, months, weekdays }: Cron): boolean {
  return days.length === 31 && months.length === 12 && weekdays.length === 7;
}

/** The one way to write it: `*`, lists, and ranges from three values on. */
export function formatCron(cron: Cron): string {
  return CRON_FIELDS.map(({ key, min, max }) => formatValues(cron[key], min, max)).join(" ");
}

/** `MON-FRI`, `SAT,SUN`, `MON,WED`: the week begins with Monday here. */
export function formatDaysOfWeek(values: readonly number[]): string {
  const names = CRON_FIELDS.find(({ key }) => key === "weekdays")?.names ?? [];
  const days = values.map((value) => (value === 0 ? 7 : value)).sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < days.length; ) {
    let end = i;
    while (days[end + 1] === (days[end] ?? 0) + 1) end++;
    const ends = end - i >= 2 ? [days[i], days[end]] : days.slice(i, end + 1);
    parts.push(ends.map((day = 0) => names[day % 7]).join(end - i >= 2 ? "-" : ","));
    i = end + 1;
  }
  return parts.join(",");
}

/** `*` for all of them, else `0,15,30-35`. */
export function formatValues(values: readonly number[], min: number, max: number): string {
  if (values.length === max - min + 1) return "*";
  const parts: string[] = [];
  for (let i = 0; i < values.length; ) {
    const first = values[i] ?? 0;
    let end = i;
    while (values[end + 1] === first + (end + 1 - i)) end++;
    if (end - i >= 2) parts.push(`${first}-${values[end]}`);
    else parts.push(...values.slice(i, end + 1).map(String));
    i = end + 1;
  }
  return parts.join(",");
}
