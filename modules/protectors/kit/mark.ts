import { secondOf } from "../../core/second.ts";
import { parsePointKey } from "../../recovery/layout.ts";
import { timeOfPoint } from "./time-of-point.ts";

/**
 * Tag of a function, a state machine or a stream that a restore has begun and not finished. It is what tells a half-restored one of
 * ours, which is continued, from a live one, which is never touched without being asked.
 */
export const MARK = "zonekeep:restore";

/** Tags that each can have, without AWS's own. https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MAX_TAGS = 50;

/** What the mark says. */
export interface Mark {
  /** Key of the point's manifest. */
  readonly point: string;
  /** It began over a live function with `--replace`: what the point does not have goes. */
  readonly replace: boolean;
  /** It is restored, and nothing arrives yet: arming takes the mark away. */
  readonly unarmed?: true;
  /** Who is at it, and until when (milliseconds since 1970) unless they say so again. Absent: it has stopped. */
  readonly lease?: { readonly holder: string; readonly until: number };
}

/** As a tag's value: at most 256 characters, of which 145 are the longest key of a function's point. */
function markText({ point, replace, unarmed, lease }: Mark): string {
  const until = lease && secondOf(lease.until);
  return `${point}${replace ? " replacing" : ""}${unarmed ? " unarmed" : ""}${lease ? ` by ${lease.holder} until ${until}` : ""}`;
}

/** The mark and the tag it is in: its own, or one whose place it takes for a while. */
export function findMark(
  tags: Readonly<Record<string, string>>,
): { readonly key: string; readonly mark: Mark } | undefined {
  const own = parseMark(tags[MARK] ?? "");
  if (own !== undefined) return { key: MARK, mark: own };
  for (const [key, text] of Object.entries(tags)) {
    const mark = text.startsWith(`${MARK} `) ? parseMark(text.slice(MARK.length + 1)) : undefined;
    if (mark !== undefined) return { key, mark };
  }
  return undefined;
}

/** A tag that has the mark's name and is none stays. */
export function withoutMark(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const key = findMark(tags)?.key;
  return Object.fromEntries(Object.entries(tags).filter(([each]) => each !== key));
}

/** What is told of a tag that has the mark's name and is none; its value may be anything, and is not repeated. */
export function noMark(tags: Readonly<Record<string, string>>): readonly string[] {
  if (tags[MARK] === undefined || findMark(tags)?.key === MARK) return [];
  return [`tag ${MARK} names no recovery point of a function: it is taken for a tag like any other`];
}

/** Of a restore that has not finished. */
export function unfinishedMark(tags: Readonly<Record<string, string>>): ReturnType<typeof findMark> {
  const found = findMark(tags);
  return found?.mark.unarmed ? undefined : found;
}

/** Key of the point that a function was restored from, while it is not armed. */
export function unarmedPoint(tags: Readonly<Record<string, string>>): string | undefined {
  const mark = findMark(tags)?.mark;
  return mark?.unarmed ? mark.point : undefined;
}

export function markTag(key: string, mark: Mark): Record<string, string> {
  return { [key]: key === MARK ? markText(mark) : `${MARK} ${markText(mark)}` };
}

/**
 * Where the mark goes: into a tag of its own while there is room, now and in the end. With 50 tags it takes the place of
 * one that is wanted in the end, so that one call both writes that tag and takes the mark away.
 */
export function placeOfMark(
  now: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): string {
  const [here, later] = [ownKeys(now), ownKeys(wanted)];
  if ((here.length < MAX_TAGS || Object.hasOwn(now, MARK)) && later.length < MAX_TAGS) return MARK;
  const both = later.filter((key) => Object.hasOwn(now, key));
  return both.at(-1) ?? (here.length < MAX_TAGS ? later.at(-1) : here.at(-1)) ?? MARK;
}

/** Where it is in the end: in a tag that is wanted, where there is no room for one that is not. */
export function lastPlaceOfMark(key: string, wanted: Readonly<Record<string, string>>): string {
  const later = ownKeys(wanted);
  return Object.hasOwn(wanted, key) || later.length < MAX_TAGS ? key : (later.at(-1) ?? key);
}

/**
 * Whether no restore can have written the mark of its birth on something that is there since `since` (milliseconds since
 * 1970): it is older than the point that it is said to come from. `undefined`: how old it is, is not known.
 */
export function isForged({ point, replace, unarmed }: Mark, since: number | undefined): boolean {
  if (replace || unarmed || since === undefined) return false;
  // A run that is of no day at all has made no point.
  return !(since >= timeOfPoint(point));
}

/** Key of the point whose restore made something and has not finished, of a kind of which the birth alone is marked. */
export function pointOfBirth(
  tags: Readonly<Record<string, string>>,
  since: number | undefined,
): string | undefined {
  const mark = findMark(tags)?.mark;
  return mark === undefined || mark.replace || mark.unarmed || isForged(mark, since) ? undefined : mark.point;
}

function ownKeys(tags: Readonly<Record<string, string>>): string[] {
  return Object.keys(tags)
    .filter((key) => !isAwsTag(key))
    .sort();
}

/** AWS's own tags (`aws:cloudformation:...`) cannot be written. */
export function isAwsTag(key: string): boolean {
  return key.toLowerCase().startsWith("aws:");
}

/** Whoever may tag can write anything there: it is a mark only if its point is the key of a point of a kind with marks. */
function parseMark(text: string): Mark | undefined {
  const [, point = text, replacing, unarmed, holder, until = ""] =
    /^(.*?)( replacing)?( unarmed)?(?: by (\S+) until (\S+))?$/.exec(text) ?? [];
  if (!isMarkedPoint(point)) return undefined;
  const time = Date.parse(until);
  return {
    point,
    replace: replacing !== undefined,
    ...(unarmed !== undefined && { unarmed: true }),
    ...(holder !== undefined && !Number.isNaN(time) && { lease: { holder, until: time } }),
  };
}

/** Kinds whose things carry marks, and their ids as far as a tag's value has room for the key. */
const MARKED: Readonly<Record<string, RegExp>> = {
  "kinesis-stream": /^[\w.-]{1,128}$/,
  lambda: /^[\w-]{1,140}$/,
  "state-machine": /^[\w.-]{1,80}$/,
};

/** Restored under another name, a thing carries the key of the one that it was. */
function isMarkedPoint(key: string): boolean {
  const point = parsePointKey(key);
  if (point === undefined || !/^\d{12}\/[a-z0-9-]+\/$/.test(point.prefix)) return false;
  return MARKED[point.kind]?.test(point.id) ?? false;
}
