import { CRON_FIELDS, type Cron } from "./cron.ts";
import { type CronFault, parseCronField } from "./parse-cron-field.ts";

export type ParsedCron = { readonly cron: Cron } | { readonly faults: readonly CronFault[] };

/**
 * Five fields, each `*`, a value, a range `1-5`, a step `0-30/10` or a list of these; months and days of the week also
 * by the first three letters of their English names. Schedulers agree on no more than this, so nothing else is taken:
 * not `L`, `W`, `#` and `?`, no steps from a single value, and no day of month beside a day of week, which some take
 * to mean either and some both.
 */
export function parseCron(text: string): ParsedCron {
  const written = text.split(/[ \t]+/).filter((field) => field !== "");
  if (written.length !== CRON_FIELDS.length)
    return refuse(
      `it has ${written.length} field${written.length === 1 ? "" : "s"}`,
      "write five: minute, hour, day of month, month, day of week, such as 0 5 * * *",
    );
  const faults: CronFault[] = [];
  const values = CRON_FIELDS.map((field, i) => {
    const read = parseCronField(written[i] ?? "", field);
    if (!("message" in read)) return read;
    faults.push({ ...read, message: `${field.word} ${read.message}` });
    return [];
  });
  if (faults.length > 0) return { faults };
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = values;
  if (days.length < 31 && weekdays.length < 7)
    return refuse(
      "it names days of the month and days of the week",
      "leave one of them *: some schedulers run when either fits, others when both do",
    );
  return { cron: { minutes, hours, days, months, weekdays } };
}

function refuse(message: string, hint: string): ParsedCron {
  return { faults: [{ message, hint }] };
}
