import { bytesContent, jsonContent } from "../recovery/bytes.ts";
import { KEY_SIZE, seal } from "../recovery/secrets.ts";
import { type Batch, batchName, type DrainedManifest, KEY, manifestName } from "./format.ts";
import { keepLocked } from "./keep.ts";
import type { DrainedQueue, FailedMessage, KeyMaker, RunStore } from "./ports.ts";

/** What SQS gives at most at once. */
const MOST = 10;
/** A poll that waits asks every server of the queue; the second is for what became visible meanwhile. */
const EMPTY_POLLS = 2;
const NONCE = 12;

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
  const { queue, run, random, onBatch } = ports;
  const key = random(KEY_SIZE);
  const hashes: string[] = [];
  const left: FailedMessage[] = [];
  let messages = 0;
  try {
    for (let empty = 0; empty < EMPTY_POLLS && messages < max; ) {
      const received = await queue.receive(Math.min(MOST, max - messages));
      if (received.length === 0) {
        empty += 1;
        continue;
      }
      empty = 0;
      if (hashes.length === 0) await keepLocked(ports, KEY, jsonContent(await ports.wrap(key)));
      const number = hashes.length + 1;
      const batch: Batch = {
        queue: queue.arn,
        run,
        number,
        before: hashes.at(-1) ?? null,
        messages: received.map(({ message }) => message),
      };
      const sealed = bytesContent(seal(batch, key, random(NONCE)));
      await keepLocked(ports, batchName(key, number), sealed);
      hashes.push(sealed.sha256);
      messages += received.length;
      left.push(...(await queue.remove(received)));
      onBatch(messages);
    }
    if (hashes.length > 0) {
      const manifest: DrainedManifest = { format: 1, queue: queue.arn, run, messages, batches: hashes };
      await keepLocked(ports, manifestName(key), bytesContent(seal(manifest, key, random(NONCE))));
    }
  } finally {
    key.fill(0);
  }
  return { messages, batches: hashes.length, left };
}
