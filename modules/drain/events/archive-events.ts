import type { Window } from "../archive.ts";
import type { FailedMessage, KeyMaker, RunStore } from "../ports.ts";
import { RunWriter } from "../write-run.ts";
import type { ArchiveReader } from "./archive-reader.ts";
import { readReplay } from "./read-replay.ts";

export interface ArchivedEvents {
  readonly events: number;
  readonly batches: number;
  readonly bytes: number;
  /** Events that came more than once, and are kept once. */
  readonly repeated: number;
  /** Of AWS's own sources: no bus takes them from anybody else. */
  readonly ofAws: number;
  /** Messages of somebody else that lay in the queue of the reading. */
  readonly strangers: number;
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
 * Keeps the events of a window, each once by its id, sorted by time as far as they came together. An event is deleted from
 * the queue only when the batch that holds it lies in the store.
 * @throws Error of the call that failed; without an end the run can be replayed as far as it came
 */
export async function archiveEvents(ports: Ports, window: Window): Promise<ArchivedEvents> {
  const writer = new RunWriter(ports, ports.archive.arn);
  let [bytes, ofAws] = [0, 0];
  let [first, last]: [string | undefined, string | undefined] = [undefined, undefined];
  try {
    const { repeated, strangers, left } = await readReplay(ports, window, {
      goesOn: async () => true,
      keep: async (events) => {
        await writer.add(events.map(({ message }) => message));
        for (const { message, time, source } of events) {
          bytes += Buffer.byteLength(message.body);
          if (isOfAws(source)) ofAws += 1;
          if (first === undefined || time < first) first = time;
          if (last === undefined || time > last) last = time;
        }
        ports.onBatch(writer.messages);
      },
    });
    await writer.end();
    return {
      ...{ events: writer.messages, batches: writer.batches, bytes, repeated, ofAws, strangers, left },
      ...(first !== undefined && { first }),
      ...(last !== undefined && { last }),
    };
  } finally {
    writer.close();
  }
}

/** PutEvents takes such a source from AWS alone. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export function isOfAws(source: string): boolean {
  return source.startsWith("aws.");
}
