import type { RestoreResult } from "../../restore/result.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { jsonText } from "../terminal/output.ts";
import type { TargetFile } from "../terminal/target-file.ts";

/**
 * Writes what a restore came to. What is restored is there, whatever becomes of the file about it.
 * @throws CommandError
 */
export async function keepResult(target: TargetFile, result: RestoreResult): Promise<void> {
  try {
    await target.write(jsonText(result));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const hint =
      "run the same command with another --result: what is there is kept, and the file that arm reads is written";
    throw new CommandError(`everything was restored, but ${why}`, EXIT.bad, hint);
  }
}
