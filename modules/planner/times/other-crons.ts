import { formatDuration, parseDuration } from "../../core/duration.ts";
import { CRON_FIELDS, formatCron, formatDaysOfWeek } from "./cron.ts";
import { parseCron } from "./parse-cron.ts";

/** What to write for an expression of another scheduler, where it can be said here; undefined for all else. */
export function sayHere(text: string): string | undefined {
  const written = text.trim();
  const nickname = NICKNAMES[written.toLowerCase()];
  if (nickname !== undefined) return nickname;
  const [, count, unit] = /^rate\( *([0-9]+) +(minute|hour|day)s? *\)$/i.exec(written) ?? [];
  if (unit !== undefined) return rateOf(Number(count), unit);
  const inner = /^cron\((.*)\)$/i.exec(written)?.[1];
  const fields = (inner ?? written).trim().split(/ +/);
  if (inner !== undefined || fields.includes("?")) return quartz(fields);
  // A sixth field in front is seconds; they have to be 0, as there is nothing to say others with.
  return fields.length === 6 && fields[0] === "0" ? asCron(fields.slice(1)) : undefined;
}

const NICKNAMES: Readonly<Record<string, string>> = {
  "@hourly": "every: 1h",
  "@daily": "every: 1d",
  "@midnight": "every: 1d",
  "@weekly": "every: 7d",
  "@monthly": 'cron: "0 0 1 * *"',
  "@yearly": 'cron: "0 0 1 1 *"',
  "@annually": 'cron: "0 0 1 1 *"',
};

function rateOf(count: number, unit: string): string | undefined {
  const minutes = parseDuration(`${count}${unit.slice(0, 1).toLowerCase()}`);
  return minutes === undefined ? undefined : `rate: ${formatDuration(minutes)}`;
}

/** `0 5 ? * 2-6 *`: a year at the end, `?` for any day, weeks from 1, Sunday, to 7, and steps from a single value. */
function quartz(fields: readonly string[]): string | undefined {
  const [, , , , , year = "*", ...more] = fields;
  if (fields.length < 5 || more.length > 0 || year !== "*") return undefined;
  return asCron(
    CRON_FIELDS.map(({ key, max }, i) => {
      const field = fields[i] === "?" ? "*" : (fields[i] ?? "");
      const counted = key === "weekdays" ? field.replace(/(?<![0-9/])[0-9](?![0-9])/g, dayBefore) : field;
      return counted.replace(/(?<![-0-9])([0-9]{1,2})\/(?=[0-9])/g, `$1-${max}/`);
    }),
  );
}

function dayBefore(digit: string): string {
  return String(Number(digit) - 1);
}

/** Days of the week by their names: numbers mean others to AWS, of which plans warn. */
function asCron(fields: readonly string[]): string | undefined {
  const read = parseCron(fields.join(" "));
  if (!("cron" in read)) return undefined;
  const { weekdays } = read.cron;
  const written = formatCron(read.cron);
  return `cron: "${weekdays.length === 7 ? written : written.replace(/\S+$/, formatDaysOfWeek(weekdays))}"`;
}
