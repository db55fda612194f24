import { type Diagnostic, type SourcePos, warning } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import type { Policy } from "../../policy/policy.ts";
import { placeOf } from "../place-of.ts";
import { CRON_FIELDS, type CronField, formatDaysOfWeek } from "./cron.ts";
import { parseCron } from "./parse-cron.ts";

/**
 * Crons that are understood, and that somebody who knows those of AWS, or `every`, would read otherwise: days of the
 * week as numbers, of which 1 is Sunday there, and steps that begin anew before they come out even.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function checkMeaning({ schedule }: Policy): Diagnostic[] {
  const { timing } = schedule.value;
  if (!("cron" in timing)) return [];
  const read = parseCron(timing.cron);
  if (!("cron" in read)) return [];
  const written = timing.cron.split(/[ \t]+/).filter((field) => field !== "");
  const at = placeOf(schedule, "cron");
  return CRON_FIELDS.flatMap((field, i) => {
    const text = written[i] ?? "";
    const values = read.cron[field.key];
    return field.key === "weekdays" ? numberedDays(text, values, at) : unevenStep(text, values, field, at);
  });
}

/** Where all days are meant, or 0 is written, which AWS does not have, nobody can be mistaken. */
function numberedDays(text: string, values: readonly number[], at: SourcePos): Diagnostic[] {
  const numbers: readonly string[] = text.replace(/\/[0-9]+/g, "").match(/[0-9]+/g) ?? [];
  if (numbers.length === 0 || numbers.includes("0") || values.length === 7) return [];
  const days = formatDaysOfWeek(values);
  const message = `day of week ${show(text)} is ${days} here; in a cron of AWS 1 is Sunday`;
  return [warning("MEANING", at, message, `write ${days} in its place`)];
}

function unevenStep(
  text: string,
  values: readonly number[],
  { word, min, max }: CronField,
  at: SourcePos,
): Diagnostic[] {
  const step = Number(/^\*\/([0-9]+)$/.exec(text)?.[1] ?? 1);
  if ((max - min + 1) % step === 0) return [];
  const last = max + 1 - (values.at(-1) ?? 0);
  const message = `${word} ${show(text)} starts over after ${values.at(-1)}: steps of ${step}, and one of ${last}`;
  return [
    warning("MEANING", at, message, `write ${values.join(",")} in its place if that is meant, else a rate`),
  ];
}
