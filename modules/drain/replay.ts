import { bytesContent, sha256 } from "../recovery/bytes.ts";
import { seal } from "../recovery/secrets.ts";
import { SENT, type SentLedger } from "./format.ts";
import { keepLocked } from "./keep.ts";
import { type KeptMessage, sizeOf } from "./message.ts";
import type { FailedMessage, FilledQueue, KeyOpener, RunStore } from "./ports.ts";
import { openRun, readBatch, readSent } from "./read-run.ts";

/** What is sent again, checked as a whole. */
export interface Replayable {
  /** ARN of the queue or stream that it was taken from. */
  readonly from: string;
  readonly messages: number;
  /** Messages without a group, or records without a partition key. */
  readonly ungrouped: number;
  readonly batches: number;
  /** Whether the taking came to its end. */
  readonly ended: boolean;
  /** Seals what is written down. */
  readonly key: Uint8Array;
  /** From 1. */
  readonly batch: (number: number) => Promise<readonly KeptMessage[]>;
}

export type ReplayPorts = RunStore & {
  readonly queue: FilledQueue;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onSent: (messages: number) => void;
};

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;
const NONCE = 12;

export interface Replayed {
  /** ARN of the queue that it was taken from. */
  readonly from: string;
  readonly sent: number;
  /** By an earlier replay, to the same queue. */
  readonly before: number;
  /** By an earlier replay to another one of that name, which is gone with them: they are sent again. */
  readonly gone: number;
  /** Passed over, for each reason. Absent: none was. */
  readonly left?: Readonly<Record<string, number>>;
  /** Of all that were taken. */
  readonly messages: number;
  /** Not sent: where one fails, nothing after it is sent. */
  readonly failed: readonly FailedMessage[];
  /** Whether the drain came to its end. */
  readonly ended: boolean;
}

interface Placed {
  /** `batch.place` */
  readonly place: string;
  readonly message: KeptMessage;
}

/**
 * Sends what a run took, in its order, with the same attributes, groups and deduplication ids. What was sent is written
 * down after each call, so that the next replay goes on: what SQS took in a call whose ledger was not written comes twice.
 * @throws Error before anything is sent, where the run is not whole or the queue is of another type
 */
export async function replayRun(ports: ReplayPorts & KeyOpener): Promise<Replayed> {
  const { key, queue: from, ...opened } = await openRun(ports);
  const batch = async (number: number) => (await readBatch(ports, key, number)).batch.messages;
  return replayOpened(ports, { ...opened, from, key, batch });
}

/** The same of anything that was taken. Its key is forgotten when it is done. */
export async function replayOpened(
  ports: ReplayPorts,
  { from, messages, ungrouped, batches, ended, key, batch }: Replayable,
): Promise<Replayed> {
  const { queue } = ports;
  try {
    const refused = queue.refuses(from, ungrouped);
    if (refused !== undefined) throw new Error(`${refused}: nothing was sent`);
    const known = await readSent(ports, key, queue);
    const [before, gone] = [known.here.size, known.gone.size];
    let sent = 0;
    const passed: Record<string, number> = {};
    const isMeant = ({ message }: Placed): boolean => {
      const why = queue.leaves?.(message);
      if (why !== undefined) passed[why] = (passed[why] ?? 0) + 1;
      return why === undefined;
    };
    const told = (failed: readonly FailedMessage[]): Replayed => ({
      ...{ from, sent, before, gone, messages, failed, ended },
      ...(Object.keys(passed).length > 0 && { left: passed }),
    });
    const deduplicated = new Set<string>();
    for (let number = 1; number <= batches; number++) {
      const open = (await batch(number))
        .map((message, place) => placed(ports.run, `${number}.${place}`, message, deduplicated))
        .filter(({ place }) => !known.here.has(place))
        .filter(isMeant);
      for (const chunk of chunksOf(open, queue)) {
        const failed = await sendAll(ports, key, chunk);
        sent += chunk.length - failed.length;
        ports.onSent(before + sent);
        if (failed.length > 0) return told(failed);
      }
    }
    return told([]);
  } finally {
    key.fill(0);
  }
}

/**
 * Of a FIFO queue a deduplication id may come again: five minutes lay between such messages once, and now do not, so that
 * SQS would take the later ones and drop them. Each of those gets an id of its own, the same at every attempt.
 */
function placed(run: string, place: string, message: KeptMessage, known: Set<string>): Placed {
  const { deduplication } = message;
  if (deduplication === undefined || !known.has(deduplication)) {
    if (deduplication !== undefined) known.add(deduplication);
    return { place, message };
  }
  return { place, message: { ...message, deduplication: sha256(Buffer.from(`${run} ${place}`)) } };
}

/**
 * As many as one call takes; a larger message goes alone. Where order counts one of each group: should it fail, the next must
 * not come before it.
 */
function* chunksOf(
  messages: readonly Placed[],
  { fifo, most, largest }: FilledQueue,
): Iterable<readonly Placed[]> {
  let [chunk, size]: [Placed[], number] = [[], 0];
  for (const one of messages) {
    const own = sizeOf(one.message);
    const follows = fifo && chunk.some(({ message }) => message.group === one.message.group);
    if (chunk.length > 0 && (chunk.length === most || size + own > largest || follows)) {
      yield chunk;
      [chunk, size] = [[], 0];
    }
    chunk.push(one);
    size += own;
  }
  if (chunk.length > 0) yield chunk;
}

/** What is not taken is sent again, some times. */
async function sendAll(
  ports: RunStore & {
    readonly queue: FilledQueue;
    readonly sleep: (milliseconds: number) => Promise<void>;
  },
  key: Uint8Array,
  chunk: readonly Placed[],
): Promise<readonly FailedMessage[]> {
  let open = chunk;
  for (let attempt = 1; ; attempt++) {
    const failed = await ports.queue.send(open.map(({ message }) => message));
    const missed = new Set(failed.map(({ at }) => at));
    const taken = open.filter((_, at) => !missed.has(at));
    if (taken.length > 0) await noteSent(ports, key, taken);
    open = open.filter((_, at) => missed.has(at));
    if (open.length === 0) return [];
    if (attempt === ATTEMPTS) return failed.map(({ id, why }) => ({ id, why }));
    await ports.sleep(FIRST_PAUSE_MS * 2 ** attempt);
  }
}

async function noteSent(
  ports: RunStore & { readonly queue: FilledQueue },
  key: Uint8Array,
  taken: readonly Placed[],
): Promise<void> {
  const ledger: SentLedger = {
    run: ports.run,
    to: ports.queue.arn,
    made: ports.queue.made,
    sent: taken.map(({ place }) => place),
  };
  const sealed = bytesContent(seal(ledger, key, ports.random(NONCE)));
  await keepLocked(ports, `${SENT}${sealed.sha256.slice(0, 32)}`, sealed);
}
