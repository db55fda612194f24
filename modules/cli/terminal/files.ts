import { resolve } from "node:path";
import { printable } from "../../core/printable.ts";
import { readText } from "../../load/read-text.ts";
import { CommandError, EXIT } from "./exit.ts";

/** Bytes; whatever a person writes by hand is far smaller. */
const MAX_BYTES = 16 * 1024 * 1024;

/** @throws CommandError when the file is missing, unreadable, no regular file, not UTF-8 or larger than `max` bytes */
export function readTextFile(cwd: string, path: string, max = MAX_BYTES): string {
  const read = readText(resolve(cwd, path), max);
  if ("text" in read) return read.text;
  const place = read.line === undefined ? "" : `:${read.line}:${read.col}`;
  throw new CommandError(`cannot read ${printable(path)}${place}: ${read.fault}`, EXIT.bad, read.hint);
}
