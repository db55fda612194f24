import { closest } from "../../core/closest.ts";
import { show } from "../../core/printable.ts";
import type { CronField } from "./cron.ts";

/** What is wrong with an expression or a field of it, and what to write instead. */
export interface CronFault {
  readonly message: string;
  readonly hint: string;
}

type Values = readonly number[] | CronFault;

/** The values of one field, each once, ascending: a list of `*`, values, ranges and steps. */
export function parseCronField(text: string, field: CronField): Values {
  const found = new Set<number>();
  for (const part of text.split(",")) {
    const read = parsePart(part, field);
    if ("message" in read) return read;
    for (const value of read) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

const STEPPED = /^([^/]*)\/([0-9]{1,4})$/;
const RANGE = /^([0-9]{1,4}|[A-Za-z]{3})-([0-9]{1,4}|[A-Za-z]{3})$/;

function parsePart(text: string, field: CronField): Values {
  const [, over, stepText] = STEPPED.exec(text) ?? [];
  if (over === undefined) return parseRange(text, field);
  const { min, max } = field;
  const values = parseRange(over, field);
  if ("message" in values) return values;
  const step = Number(stepText);
  if (over !== "*" && !RANGE.test(over))
    return { message: `${show(text)} is a step without a range`, hint: `write ${over}-${max}/${stepText}` };
  if (step < 1 || step > max - min)
    return { message: `${show(text)} has the step ${step}`, hint: `write a step of 1 to ${max - min}` };
  return values.filter((_, i) => i % step === 0);
}

/** In the order in which they come: FRI-SUN is 5, 6, 0. */
function parseRange(text: string, field: CronField): Values {
  const { min, max, key } = field;
  if (text === "*") return span(min, max);
  const [, first = text, last = text] = RANGE.exec(text) ?? [];
  const [from, to] = [parseValue(first, field), parseValue(last, field)];
  if (typeof from === "object") return from;
  if (typeof to === "object") return to;
  // A week is written from Sunday on or up to it: SUN-TUE is 0-2, FRI-SUN is 5-7.
  const weekly = key === "weekdays";
  const end = weekly && to === 0 && from > 0 && !/^[0-9]/.test(last) ? 7 : to;
  if (from <= end) return span(from, end).map((value) => (weekly ? value % 7 : value));
  const message = `${show(text)} is a range that runs backwards`;
  if (weekly && to === 0) return { message, hint: `write ${first}-7` };
  if (from > max) return { message, hint: `write ${min}-${last}` };
  const [turn, again] = [like(first, max, field), like(first, min, field)];
  return { message, hint: `write two ranges: ${first}-${turn},${again}-${last}` };
}

function span(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** 7 is Sunday, as 0 is. */
function parseValue(text: string, field: CronField): number | CronFault {
  const { min, max, names, key } = field;
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return min + named;
  if (!/^[0-9]{1,4}$/.test(text))
    return { message: `${show(text)} is not understood`, hint: suggest(text, field) };
  const value = Number(text);
  if (value >= min && value <= (key === "weekdays" ? 7 : max)) return value;
  return { message: `${text} does not exist`, hint: `write ${boundsOf(field)}` };
}

/** A value as a name, if its neighbour is one. */
function like(neighbour: string, value: number, { min, names }: CronField): string {
  return (/^[0-9]/.test(neighbour) ? undefined : names[value - min]) ?? String(value);
}

function suggest(text: string, field: CronField): string {
  if (text === "?") return "write *";
  const meant = /^[A-Za-z]{2,9}$/.test(text) ? closest(text.slice(0, 3), field.names) : undefined;
  return meant === undefined
    ? `write *, or ${boundsOf(field)}: one, a list 1,3, a range 1-5 or a step */2`
    : `did you mean ${meant}?`;
}

function boundsOf({ min, max, names }: CronField): string {
  return `${min} to ${max}${names.length === 0 ? "" : ` or ${names[0]} to ${names.at(-1)}`}`;
}
