import type { DrainedQueue, FailedMessage, KeyMaker, RunStore } from "./ports.ts";
import { RunWriter } from "./write-run.ts";

/** What SQS gives at most at once. */
const MOST = 10;
/** A poll that waits asks every server of the queue; the second is for what became visible meanwhile. */
const EMPTY_POLLS = 2;

export interface Drained {
  readonly messages: number;
  readonly batches: number;
  /** In the store, and in the queue, too: SQS did not delete them. */
  readonly left: readonly FailedMessage[];
}

/**
 * Moves what waits in a queue into the store. A message is deleted only when the batch that holds it lies in the store,
 * compared and locked: whatever fails, it is in the queue, in the store, or in both.
 * @throws Error of the call that failed; what was kept before stays, and can be replayed
 */
export async function drainQueue(
  ports: RunStore & KeyMaker & { readonly queue: DrainedQueue; readonly onBatch: (messages: number) => void },
  { max = Number.POSITIVE_INFINITY }: { readonly max?: number },
): Promise<Drained> {
  const { queue, onBatch } = ports;
  const writer = new RunWriter(ports, queue.arn);
  const left: FailedMessage[] = [];
  try {
    for (let empty = 0; empty < EMPTY_POLLS && writer.messages < max; ) {
      const received = await queue.receive(Math.min(MOST, max - writer.messages));
      if (received.length === 0) {
        empty += 1;
        continue;
      }
      empty = 0;
      await writer.add(received.map(({ message }) => message));
      left.push(...(await queue.remove(received)));
      onBatch(writer.messages);
    }
    await writer.end();
  } finally {
    writer.close();
  }
  return { messages: writer.messages, batches: writer.batches, left };
}
