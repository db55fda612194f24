import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError, EXIT } from "./exit.ts";
import { isSystemError, reasonOf } from "./system-error.ts";

/**
 * Does something with a new folder, which is gone afterwards.
 * @param make makes a folder whose name begins so
 * @throws CommandError when the disk for temporary files does not take it; whatever else `act` throws
 */
export async function inTemporaryFolder<T>(
  act: (folder: string) => Promise<T>,
  make: (prefix: string) => string = mkdtempSync,
): Promise<T> {
  const parent = tmpdir();
  let folder: string | undefined;
  try {
    folder = make(join(parent, "zonekeep-"));
    return await act(folder);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new CommandError(
      `cannot write temporary files to ${parent}: ${reasonOf(error)}`,
      EXIT.bad,
      "make room there, or set TMPDIR to a folder of another disk",
    );
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
