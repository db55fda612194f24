import type { EventArchive, ReceivedEvent } from "../events/archive-reader.ts";
import { readReplay } from "../events/read-replay.ts";
import { readingName } from "../events/reading-name.ts";
import type { KeptMessage } from "../message.ts";
import type { FailedMessage } from "../ports.ts";
import { type ChunkPorts, ChunkWriter } from "./chunk-writer.ts";
import type { RecordsIndex } from "./index-form.ts";
import { afterBroken, firstSlice, lengthOf, wider } from "./next-slice.ts";
import { requireSame } from "./require-same.ts";

/** Events of one replay: their ids, by which each is kept once, are held in memory. */
const MOST_EVENTS = 250_000;
/** What a runner that died has left is older than any that lives. */
const DEAD = 30 * 60_000;

export interface EventPorts extends ChunkPorts {
  readonly archive: EventArchive;
  /** When the archive of that name was made, asked anew. Undefined: there is none. */
  readonly madeNow: () => Promise<string | undefined>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** By default as many as fit into memory. */
  readonly mostEvents?: number;
}

export interface ReadEvents {
  readonly index: RecordsIndex;
  /** Whether nothing was left to read. */
  readonly finished: boolean;
  /** That were read now. */
  readonly records: number;
  /** Messages of somebody else that lay among the events. */
  readonly strangers: number;
  readonly left: readonly FailedMessage[];
}

/**
 * Reads an archive on by one replay, as many minutes as came to an end before. A replay that does not is none: what it gave
 * is in no index, and half as much is tried next (see `afterBroken`). Windows meet to the second: each event, which carries whole ones,
 * is of one replay.
 * @param target see `readableUntil`
 * @param end when it may go on no longer: milliseconds since 1970
 * @throws Error where the archive was made again, or a call failed
 */
export async function readEvents(
  ports: EventPorts,
  index: RecordsIndex,
  { target, end }: { readonly target: number; readonly end: number },
  goesOn: () => Promise<boolean>,
): Promise<ReadEvents> {
  const { archive, now, mostEvents = MOST_EVENTS } = ports;
  requireSame(index, archive.made);
  const since = Date.parse(index.until);
  const slice = index.slice ?? firstSlice(archive, now(), mostEvents);
  const until = Math.min(target, since + lengthOf(slice));
  if (until <= since) return { index, finished: true, records: 0, strangers: 0, left: [] };
  const swept = await archive.sweep(new Date(now() - DEAD));
  const writer = new ChunkWriter(ports, archive, index.keys.length);
  const began = now();
  const start = new Date(began);
  let events = 0;
  let first: number | undefined;
  let isStopped = false;
  const mayGoOn = async (): Promise<boolean> => {
    isStopped = !(await goesOn());
    return !isStopped;
  };
  try {
    const replay = await readReplay(
      { ...ports, archive: archive.reader(readingName(start, ports.random(4)), start) },
      // Nothing says that an event of the first second is among those after it.
      { since: new Date(since - 1000), until: new Date(until) },
      {
        goesOn: async () => events < mostEvents && now() < end && (await mayGoOn()),
        keep: async (received) => {
          first ??= now();
          const own = received.map(timed).filter(({ arrived = 0 }) => arrived >= since && arrived < until);
          events += own.length;
          await writer.add(own);
        },
      },
    );
    const [left, { strangers }] = [[...swept, ...replay.left], replay];
    if (!replay.ended) {
      const elapsed = first === undefined ? 0 : now() - first;
      const broken = { since, until, isTooMuch: events >= mostEvents, elapsed, isStopped };
      return { index: afterBroken(index, broken, target), finished: false, records: 0, strangers, left };
    }
    await writer.flush();
    requireSame(index, await ports.madeNow());
    const wasEasy = 2 * events < mostEvents && 2 * (now() - began) < end - began;
    return {
      ...{ finished: false, records: events, strangers, left },
      index: {
        ...index,
        until: new Date(until).toISOString(),
        chunks: [...index.chunks, ...writer.chunks],
        keys: [...index.keys, ...(writer.key === undefined ? [] : [writer.key])],
        slice: wasEasy ? wider(slice) : slice,
      },
    };
  } finally {
    writer.close();
  }
}

function timed({ message, time }: ReceivedEvent): KeptMessage {
  const arrived = Date.parse(time);
  if (Number.isNaN(arrived)) throw new Error(`EventBridge handed out event ${message.id} without a time`);
  return { ...message, arrived };
}
