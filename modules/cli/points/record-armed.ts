import { jsonText } from "../terminal/output.ts";
import { targetFile } from "../terminal/target-file.ts";
import type { ResultFile } from "./read-result.ts";

/**
 * Writes into the result of a restore what arming is about to write, or what a disarming left of it: what is not there is
 * not taken back. Written before anything is changed, so that a command that dies has said it.
 * @returns the result as the file has it now
 * @throws CommandError when it cannot be written
 */
export async function recordArmed(
  cwd: string,
  of: ResultFile,
  armed: readonly string[],
): Promise<ResultFile> {
  const { armed: before = [], ...rest } = of.result;
  if (before.length === armed.length && armed.every((key) => before.includes(key))) return of;
  const result = { ...rest, ...(armed.length > 0 && { armed }) };
  const target = await targetFile(cwd, of.file, { secret: true });
  await target.write(jsonText(result));
  return { file: of.file, result };
}
