import { compareText } from "../core/source-order.ts";
import type { Window } from "./archive.ts";
import type { FailedMessage, KeyMaker, Received, RunStore } from "./ports.ts";
import { RunWriter } from "./write-run.ts";

/**
 * How long EventBridge takes to let a new rule hold: its page says a short time, and a replay that begins before would pass
 * the rule by. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
const SETTLE_MS = 60_000;
/** Longer than EventBridge tries to deliver an event of ours before it goes to the dead letters. */
const QUIET_MS = 75_000;
/** What is put into the store at once. Nobody else receives its messages until then. */
const MOST_AT_ONCE = 500;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/** An event as a replay handed it out, without the name of the replay. */
export interface ReceivedEvent extends Received {
  /** When it was put, ISO 8601: archives go by it. */
  readonly time: string;
  readonly source: string;
}

/** How an archive is read: by a replay to a rule of one's own, which hands it to queues of one's own. */
export interface ArchiveReader {
  readonly arn: string;
  /** Makes the queues and the rule. */
  open(): Promise<void>;
  /** Replays a window to that rule alone. */
  start(window: Window): Promise<void>;
  /** Whether EventBridge has handed out all of it. @throws Error where it gave up, with its reason */
  hasEnded(): Promise<boolean>;
  /** At most ten; waits some seconds where there is none. */
  receive(): Promise<readonly ReceivedEvent[]>;
  remove(received: readonly Received[]): Promise<void>;
  /** Deletes what `open` made, also half of it, and ends the replay. @returns what could not be deleted, and why */
  close(): Promise<readonly FailedMessage[]>;
}

export interface ArchivedEvents {
  readonly events: number;
  readonly batches: number;
  readonly bytes: number;
  /** Events that came more than once, and are kept once. */
  readonly repeated: number;
  /** Of AWS's own sources: no bus takes them from anybody else. */
  readonly ofAws: number;
  /** When the first and the last of them was put, ISO 8601. */
  readonly first?: string;
  readonly last?: string;
  /** What was made for the reading and is left, by its name. */
  readonly left: readonly FailedMessage[];
}

type Ports = RunStore &
  KeyMaker & {
    readonly archive: ArchiveReader;
    readonly sleep: (milliseconds: number) => Promise<void>;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    readonly onBatch: (events: number) => void;
  };

/**
 * Keeps the events of a window, each once by its id, sorted by time as far as they came together: EventBridge replays minute
 * after minute, and in no order within one. What was made to read them is deleted, whatever happens.
 * @throws Error of the call that failed; without an end the run can be replayed as far as it came
 */
export async function archiveEvents(ports: Ports, window: Window): Promise<ArchivedEvents> {
  const { archive } = ports;
  let told: Omit<ArchivedEvents, "left">;
  try {
    await archive.open();
    await ports.sleep(SETTLE_MS);
    await archive.start(window);
    told = await drained(ports);
  } catch (error) {
    const left = await archive.close();
    if (left.length === 0 || !(error instanceof Error)) throw error;
    throw new Error(`${error.message}; ${left.map(({ id, why }) => `${id} is left: ${why}`).join("; ")}`, {
      cause: error,
    });
  }
  return { ...told, left: await archive.close() };
}

async function drained(ports: Ports): Promise<Omit<ArchivedEvents, "left">> {
  const { archive } = ports;
  const writer = new RunWriter(ports, archive.arn);
  const seen = new Set<string>();
  let waiting: ReceivedEvent[] = [];
  let [bytes, repeated, ofAws] = [0, 0, 0];
  let [first, last]: [string | undefined, string | undefined] = [undefined, undefined];
  const keep = async (): Promise<void> => {
    const fresh = waiting.filter(({ message: { id } }) => !seen.has(id) && seen.add(id));
    repeated += waiting.length - fresh.length;
    fresh.sort((a, b) => compareText(a.time, b.time));
    if (fresh.length > 0) await writer.add(fresh.map(({ message }) => message));
    for (const { message, time, source } of fresh) {
      bytes += Buffer.byteLength(message.body);
      if (isOfAws(source)) ofAws += 1;
      if (first === undefined || time < first) first = time;
      if (last === undefined || time > last) last = time;
    }
    await archive.remove(waiting);
    waiting = [];
    if (fresh.length > 0) ports.onBatch(writer.messages);
  };
  try {
    for (let quietSince: number | undefined; ; ) {
      const received = await archive.receive();
      waiting.push(...received);
      const size = waiting.reduce((sum, { message }) => sum + message.body.length, 0);
      if (received.length > 0) {
        quietSince = undefined;
        if (waiting.length >= MOST_AT_ONCE || size >= BYTES_AT_ONCE) await keep();
        continue;
      }
      if (waiting.length > 0) await keep();
      if (!(await archive.hasEnded())) continue;
      quietSince ??= ports.now();
      if (ports.now() - quietSince >= QUIET_MS) break;
    }
    await writer.end();
  } finally {
    writer.close();
  }
  return {
    ...{ events: writer.messages, batches: writer.batches, bytes, repeated, ofAws },
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
  };
}

/** PutEvents takes such a source from AWS alone. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export function isOfAws(source: string): boolean {
  return source.startsWith("aws.");
}
