import { RestoreError } from "./restore-error.ts";

/**
 * Some writes replace a whole document and know no condition: another writer that read before ours wrote, writes ours away.
 * So it is read again, this many times in a row and some seconds long, and written again when it has gone.
 */
const STEADY_READS = 3;
/** By then somebody undoes it on purpose. */
const MAX_WRITES = 8;

interface Steady<There> {
  readonly read: () => Promise<There>;
  readonly holds: (there: There) => boolean;
  readonly put: (there: There) => Promise<void>;
}

interface Told {
  readonly resource: string;
  /** The call that writes. */
  readonly call: string;
  /** How to run it again. */
  readonly again: string;
  /** Milliseconds up to 600 that tell this writer from another one: two that write at once must not keep the same step. */
  readonly apart: number;
}

/** Writes a document until reads in a row say that it holds. @throws RestoreError where somebody keeps undoing it */
export async function steadily<There>(
  sleep: (milliseconds: number) => Promise<void>,
  { resource, call, again, apart }: Told,
  { read, holds, put }: Steady<There>,
): Promise<"kept" | "written"> {
  for (let writes = 0, steady = 0; ; ) {
    const there = await read();
    if (holds(there)) {
      if (writes === 0) return "kept";
      steady += 1;
      if (steady === STEADY_READS) return "written";
      await sleep(700 * steady + apart);
      continue;
    }
    if (writes === MAX_WRITES)
      throw new RestoreError(
        resource,
        call,
        "another writer keeps undoing it",
        `stop that one; then ${again}`,
      );
    steady = 0;
    await put(there);
    writes += 1;
  }
}
