import { constants } from "node:fs";
import { access, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError, EXIT } from "./exit.ts";

/** Bytes; whatever a person writes by hand is far smaller. */
const MAX_BYTES = 16 * 1024 * 1024;

/** @throws CommandError when the file is missing, unreadable or larger than `max` bytes */
export async function readTextFile(cwd: string, path: string, max = MAX_BYTES): Promise<string> {
  const bytes = await readFile(resolve(cwd, path)).catch(refuse(`cannot read ${path}`));
  if (bytes.length > max) {
    throw new CommandError(`cannot read ${path}: ${bytes.length} bytes, at most ${max} are read`, EXIT.bad);
  }
  return bytes.toString("utf8");
}

/** Fails now rather than when there is something to write. @throws CommandError */
export async function requireWritableFolder(cwd: string, path: string): Promise<void> {
  const before = await stat(resolve(cwd, path)).catch(() => undefined);
  if (before?.isDirectory()) throw new CommandError(`cannot write ${path}: it is a folder`, EXIT.bad);
  await access(dirname(resolve(cwd, path)), constants.W_OK).catch(refuse(`cannot write ${path}`));
}

/** Replaces what is there. @throws CommandError */
export async function writeText(cwd: string, path: string, text: string): Promise<void> {
  await writeFile(resolve(cwd, path), text).catch(refuse(`cannot write ${path}`));
}

/**
 * The same in one step: whoever reads it meets the old text or the new one, never half of it. A pipe or a device is
 * written to, never replaced. @throws CommandError
 */
export async function writeTextWhole(cwd: string, path: string, text: string): Promise<void> {
  const before = await stat(resolve(cwd, path)).catch(() => undefined);
  if (before !== undefined && !before.isFile()) return writeText(cwd, path, text);
  const target = await realpath(resolve(cwd, path)).catch(() => resolve(cwd, path));
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}`);
  try {
    await writeFile(beside, text);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    refuse(`cannot write ${path}`)(error as NodeJS.ErrnoException);
  }
}

/** Never replaces what a person may have filled in. @throws CommandError */
export async function writeNewText(cwd: string, path: string, text: string): Promise<void> {
  await writeFile(resolve(cwd, path), text, { flag: "wx" }).catch(refuse(`cannot write ${path}`));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "it exists already",
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
};

function refuse(what: string): (error: NodeJS.ErrnoException) => never {
  return ({ code = "", message }) => {
    throw new CommandError(`${what}: ${REASONS[code] ?? message}`, EXIT.bad);
  };
}
