import { errorText } from "../../core/error-text.ts";
import { isAbsent } from "./calls.ts";

/** The thing moved while it was read: nothing is wrong, but what was read belongs to no single state. */
export class ChangedError extends Error {}

/** The first read, and three more when the thing changes meanwhile. */
const READS = 4;

/**
 * A thing as it was at one moment: APIs have no snapshots, so `read` compares what it saw before and after, and throws
 * ChangedError when that moved; then it is read again. `undefined` when the thing is gone.
 * @throws whatever else `read` throws; an error when the thing keeps changing
 */
export async function atOneMoment<T>(
  sleep: (milliseconds: number) => Promise<void>,
  name: string,
  read: () => Promise<T>,
  isGone: () => Promise<boolean>,
): Promise<T | undefined> {
  for (let reads = 1; ; reads++) {
    try {
      return await read();
    } catch (error) {
      // A part that is not found while the thing is there has gone since it was listed.
      if (isAbsent(error) && (await isGone())) return undefined;
      if (!(error instanceof ChangedError) && !isAbsent(error)) throw error;
      if (reads >= READS)
        throw new Error(
          `${name} keeps changing, seen in ${READS} reads: ${errorText(error)}; the next run tries again`,
        );
      await sleep(1000 * reads);
    }
  }
}

/** Reads one after another, for the account's rates belong to the customer; leaves out what is not there. */
export async function present<K, T>(
  keys: readonly K[],
  read: (key: K) => Promise<T | undefined>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (const key of keys) {
    const one = await read(key);
    if (one !== undefined) found.push(one);
  }
  return found;
}
