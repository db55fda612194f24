import { InvalidArgumentError } from "commander";
import { KINDS, type Kind, type ThingId } from "../../contract/kinds.ts";
import { closest } from "../../core/closest.ts";
import { isDay } from "../../core/day.ts";
import { parseDuration } from "../../core/duration.ts";
import { secondOf } from "../../core/second.ts";
import { thingName } from "../../core/thing-name.ts";
import type { StreamStart } from "../../protectors/stream-start.ts";
import { encodeId } from "../../recovery/id-segment.ts";
import { knownKind } from "../../recovery/known-kind.ts";

/** An empty one is what an unset variable of a pipeline leaves, and would mean the whole folder. */
export function parsePath(path: string): string {
  if (path === "") throw new InvalidArgumentError("It is empty: is a variable unset?");
  return path;
}

export function parsePaths(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, parsePath(path)];
}

/** An option that may be said several times: what was said, in its order. */
export function parseTexts(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `key=value`, each time it is said. A value may be empty, and have `=` in it. */
export function parseTags(
  text: string,
  before: readonly (readonly [key: string, value: string])[] = [],
): readonly (readonly [key: string, value: string])[] {
  const at = text.indexOf("=");
  if (at <= 0) throw new InvalidArgumentError("Write a tag and its value: service=orders.");
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}

/** A thing as a person names it; without a kind where only a name was given. */
export interface NamedThing {
  readonly kind?: Kind;
  readonly id: string;
}

/** As a person names it. */
export function namedAs({ kind, id }: NamedThing): string {
  return kind === undefined ? id : thingName({ kind, id });
}

/** `sqs-queue/orders.fifo`, or a name alone. What stands before the first slash is a kind only where we know it as one. */
export function parseThing(text: string): NamedThing {
  const [first = "", ...rest] = text.split("/");
  const kind = rest.length === 0 ? undefined : knownKind(first);
  const id = kind === undefined ? text : rest.join("/");
  try {
    encodeId(id);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `Not a name: ${error.message}.` : "");
  }
  return { ...(kind !== undefined && { kind }), id };
}

/** What is to be restored, each once: a name alone is that of a function. */
export function parseThings(text: string, before: readonly ThingId[] = []): readonly ThingId[] {
  const { kind = "lambda", id } = parseThing(text);
  if (kind === "lambda" && id.includes("/"))
    throw new InvalidArgumentError(
      `A function's name has no slash, and what stands before it is not a kind that this version restores: ${KINDS.join(", ")}.`,
    );
  return before.some((one) => one.kind === kind && one.id === id) ? before : [...before, { kind, id }];
}

/** `latest` or the beginning of a run. An empty one would be the beginning of every run. */
export function parsePoint(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("It is empty: is a variable unset? latest is the newest point.");
}

const TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment, with its zone: `2026-11-29T10:15Z`, `2026-11-29T11:15:30+01:00`. */
export function parseTime(text: string): string {
  const day = TIME.exec(text)?.[1];
  if (day !== undefined && isDay(day) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError("Write a time with its zone: 2026-11-29T10:15:00Z, or +01:00 for Z.");
}

/** Where streams start: an end of them, or a moment. */
export function parseStart(text: string): StreamStart {
  if (text === "latest" || text === "trim-horizon") return text;
  try {
    return { at: secondOf(Date.parse(parseTime(text))) };
  } catch {
    throw new InvalidArgumentError(
      "Write latest, trim-horizon, or a time with its zone: 2026-11-29T10:15:00Z.",
    );
  }
}

/** What services take as a name, which is also safe in the name of a file. */
export function parseName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,80}(\.fifo)?$/.test(name)) return name;
  throw new InvalidArgumentError("A name has 1 to 80 letters, digits, - and _.");
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
export function parseStreamName(name: string): string {
  if (/^[A-Za-z0-9_.-]{1,128}$/.test(name)) return name;
  throw new InvalidArgumentError("A stream's name has 1 to 128 letters, digits, dots, - and _.");
}

/** Kinds of what is taken by hand, and sent again. */
const HELD = ["sqs-queue", "kinesis-stream", "event-archive"] as const;

function idIn(kind: (typeof HELD)[number], text: string): string | undefined {
  return text.startsWith(`${kind}/`) ? text.slice(kind.length + 1) : undefined;
}

/** An archive of events as `event-archive/orders`: its name. `undefined` for anything else. */
export function archiveIn(text: string): string | undefined {
  return idIn("event-archive", text);
}

/** A stream as `kinesis-stream/clicks`: its name. `undefined` for anything else. */
export function streamIn(text: string): string | undefined {
  return idIn("kinesis-stream", text);
}

/** What points hold records or events of. `undefined`: a queue. */
export function heldIn(
  text: string,
): { readonly kind: "kinesis-stream" | "event-archive"; readonly id: string } | undefined {
  const [archive, stream] = [archiveIn(text), streamIn(text)];
  if (archive !== undefined) return { kind: "event-archive", id: archive };
  return stream === undefined ? undefined : { kind: "kinesis-stream", id: stream };
}

/** What `archive` keeps: a stream by its name, with its kind or without, an archive of events as `event-archive/orders`. */
export function parseArchived(text: string): string {
  const archive = archiveIn(text);
  if (archive === undefined) return parseStreamName(streamIn(text) ?? ofNoOtherKind(text));
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html
  if (/^[A-Za-z0-9_.-]{1,48}$/.test(archive)) return text;
  throw new InvalidArgumentError("An archive's name has 1 to 48 letters, digits, dots, - and _.");
}

/** What a run took from: a queue by its name, a stream as `kinesis-stream/clicks`, an archive as `event-archive/orders`. */
export function parseTaken(text: string): string {
  if (archiveIn(text) !== undefined) return parseArchived(text);
  const stream = streamIn(text);
  return stream === undefined ? parseQueueName(text) : `kinesis-stream/${parseStreamName(stream)}`;
}

/** A queue by its name, with its kind or without. */
export function parseQueueName(text: string): string {
  return parseName(idIn("sqs-queue", text) ?? ofNoOtherKind(text));
}

/** @throws InvalidArgumentError for a kind that holds no messages, records or events */
function ofNoOtherKind(text: string): string {
  const kind = /^([^/]*)\//.exec(text)?.[1];
  if (kind === undefined) return text;
  const near = closest(kind, HELD);
  throw new InvalidArgumentError(
    near === undefined
      ? `Write one of ${HELD.join("/NAME, ")}/NAME.`
      : `Did you mean ${near}/${text.slice(kind.length + 1)}?`,
  );
}

/** A bus, `default` among them; a partner's has slashes in its name. */
export function parseBusName(name: string): string {
  if (/^[A-Za-z0-9_./-]{1,256}$/.test(name)) return name;
  throw new InvalidArgumentError("A bus's name has 1 to 256 letters, digits, dots, slashes, - and _.");
}

/** A function, or one of its aliases or versions: `intake:live`. */
export function parseFunctionName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]{1,128})?$/.test(name)) return name;
  throw new InvalidArgumentError("Write the name of a function, with an alias or a version behind a colon.");
}

/** `30m`, `24h`, `7d`, in minutes. */
export function parseMinutes(text: string): number {
  const minutes = parseDuration(text);
  if (minutes !== undefined) return minutes;
  throw new InvalidArgumentError("Write a number and a unit: 30m, 24h, 7d.");
}

/** How many of something to show. */
export function parseCount(text: string): number {
  if (/^[1-9][0-9]{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number from 1 to 999.");
}

/** How many of something at most. */
export function parseWhole(text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number from 1.");
}

/** A whole id of a run. */
export function parseRun(text: string): string {
  if (/^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$/.test(text)) return text;
  throw new InvalidArgumentError("A run is written as 20261129T101500Z-1f2e3d4c.");
}
