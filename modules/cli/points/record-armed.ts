import { jsonText } from "../terminal/output.ts";
import { targetFile } from "../terminal/target-file.ts";
import type { ResultFile } from "./read-result.ts";

/**
 * Writes into the result of a restore what arming is about to write, or what a disarming left of it: what is not there is
 * not taken back. Written before anything is changed, so that a command that dies has said it.
 * @throws CommandError when it cannot be written
 */
export async function recordArmed(
  cwd: string,
  { file, result }: ResultFile,
  armed: readonly string[],
): Promise<void> {
  const before = result.armed ?? [];
  if (before.length === armed.length && armed.every((key) => before.includes(key))) return;
  const { armed: _, ...rest } = result;
  const target = await targetFile(cwd, file, { secret: true });
  await target.write(jsonText({ ...rest, ...(armed.length > 0 && { armed }) }));
}
