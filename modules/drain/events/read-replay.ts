import { compareText } from "../../core/source-order.ts";
import { sha256 } from "../../recovery/bytes.ts";
import type { FailedMessage } from "../ports.ts";
import type { ArchiveReader, ReceivedEvent } from "./archive-reader.ts";

/**
 * How long EventBridge takes to let a new rule hold: its page says a short time, and a replay that begins before would pass
 * the rule by. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
const SETTLE_MS = 60_000;
const SETTLE_STEP_MS = 10_000;
/** For ten minutes others may have all replays that an account has. */
const MOST_TRIES = 60;
/** Longer than EventBridge tries to deliver an event of ours before it goes to the dead letters. */
const QUIET_MS = 75_000;
/** What is kept at once. Nobody else receives its messages until then. */
const MOST_AT_ONCE = 500;
const BYTES_AT_ONCE = 4 * 1024 * 1024;
/** Receives that are under way together, where events are many and small: ten of them may have 1 MiB each. */
const RECEIVES = 4;
const SMALL = 1024 * 1024;

interface Reading {
  readonly archive: ArchiveReader;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ReplayReading {
  /** Asked between calls, and at least every 15 seconds. */
  readonly goesOn: () => Promise<boolean>;
  /** Each event once, by its id; those that came together sorted by time. Never with nothing. */
  readonly keep: (events: readonly ReceivedEvent[]) => Promise<void>;
}

export interface ReadReplay {
  /** Whether all of the window was handed out: without it, it was not to go on. */
  readonly ended: boolean;
  /** Events that came more than once, and were kept once. */
  readonly repeated: number;
  /** Messages of somebody else that lay among them. */
  readonly strangers: number;
  /** What was made for the reading and is left, by its name. */
  readonly left: readonly FailedMessage[];
}

/**
 * Reads a window of an archive: EventBridge replays minute after minute, and in no order within one. What was made to read it
 * is deleted, whatever happens.
 * @throws Error of the call that failed
 */
export async function readReplay(
  reading: Reading,
  window: Parameters<ArchiveReader["start"]>[0],
  replay: ReplayReading,
): Promise<ReadReplay> {
  const { archive } = reading;
  let read: Omit<ReadReplay, "left" | "strangers">;
  try {
    await archive.open();
    const isBegun = (await settle(reading, replay)) && (await begin(reading, window, replay));
    read = isBegun ? await handedOut(reading, replay) : { ended: false, repeated: 0 };
  } catch (error) {
    const left = await archive.close();
    if (left.length === 0 || !(error instanceof Error)) throw error;
    throw new Error(`${error.message}; ${left.map(({ id, why }) => `${id} is left: ${why}`).join("; ")}`, {
      cause: error,
    });
  }
  return { ...read, strangers: archive.strangers(), left: await archive.close() };
}

/** @returns false where it is not to go on */
async function settle(
  { sleep }: Pick<Reading, "sleep">,
  { goesOn }: Pick<ReplayReading, "goesOn">,
): Promise<boolean> {
  for (let waited = 0; waited < SETTLE_MS; waited += SETTLE_STEP_MS) {
    if (!(await goesOn())) return false;
    await sleep(SETTLE_STEP_MS);
  }
  return true;
}

/** Ten replays run at once in an account and region, those of others among them. @returns false where it is not to go on */
async function begin(
  { archive, sleep }: Pick<Reading, "archive" | "sleep">,
  window: Parameters<ArchiveReader["start"]>[0],
  { goesOn }: Pick<ReplayReading, "goesOn">,
): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (!(await goesOn())) return false;
    if (await archive.start(window)) return true;
    await sleep(SETTLE_STEP_MS);
  }
  throw new Error(
    `${archive.arn} is not replayed: as many replays run as AWS lets an account have in a region (aws events list-replays)`,
  );
}

async function handedOut(
  { archive, now }: Omit<Reading, "sleep">,
  { goesOn, keep }: ReplayReading,
): Promise<Omit<ReadReplay, "left" | "strangers">> {
  const seen = new Set<string>();
  let [waiting, repeated, atOnce]: [ReceivedEvent[], number, number] = [[], 0, 1];
  const keepWaiting = async (): Promise<void> => {
    const fresh = waiting.filter(({ message: { id } }) => {
      const mark = markOfId(id);
      return !seen.has(mark) && seen.add(mark);
    });
    repeated += waiting.length - fresh.length;
    fresh.sort((a, b) => compareText(a.time, b.time));
    if (fresh.length > 0) await keep(fresh);
    await archive.remove(waiting);
    waiting = [];
  };
  for (let quietSince: number | undefined; ; ) {
    if (!(await goesOn())) return { ended: false, repeated };
    const received = (await Promise.all(Array.from({ length: atOnce }, () => archive.receive()))).flat();
    // A receive that finds nothing waits: more than one of those would only cost.
    atOnce = received.length < 10 * atOnce || sizeOfEvents(received) > SMALL ? 1 : RECEIVES;
    waiting.push(...received);
    if (received.length > 0) {
      quietSince = undefined;
      if (waiting.length >= MOST_AT_ONCE || sizeOfEvents(waiting) >= BYTES_AT_ONCE) await keepWaiting();
      continue;
    }
    if (waiting.length > 0) await keepWaiting();
    if (!(await archive.hasEnded())) continue;
    quietSince ??= now();
    if (now() - quietSince >= QUIET_MS) return { ended: true, repeated };
  }
}

/** Half as long as an id, and no part of the event's text, which would be held in memory with it. */
function markOfId(id: string): string {
  return Buffer.from(sha256(Buffer.from(id)), "hex").toString("latin1", 0, 16);
}

function sizeOfEvents(events: readonly ReceivedEvent[]): number {
  return events.reduce((sum, { message }) => sum + message.body.length, 0);
}
