import { constants } from "node:fs";
import { access, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CommandError, EXIT } from "./exit.ts";

/** Bytes; whatever a person writes by hand is far smaller. */
const MOST_BYTES = 16 * 1024 * 1024;

/** @throws CommandError when the file is missing, unreadable or too large */
export async function readText(cwd: string, path: string): Promise<string> {
  const bytes = await readFile(resolve(cwd, path)).catch(refuse(`cannot read ${path}`));
  if (bytes.length > MOST_BYTES) {
    throw new CommandError(
      `cannot read ${path}: ${bytes.length} bytes, at most ${MOST_BYTES} are read`,
      EXIT.bad,
    );
  }
  return bytes.toString("utf8");
}

/** Fails now rather than when there is something to write. @throws CommandError */
export async function requireWritableFolder(cwd: string, path: string): Promise<void> {
  await access(dirname(resolve(cwd, path)), constants.W_OK).catch(refuse(`cannot write ${path}`));
}

/** Replaces what is there. @throws CommandError */
export async function writeText(cwd: string, path: string, text: string): Promise<void> {
  await writeFile(resolve(cwd, path), text).catch(refuse(`cannot write ${path}`));
}

/** Never replaces what a person may have filled in. @throws CommandError */
export async function writeNewText(cwd: string, path: string, text: string): Promise<void> {
  await writeFile(resolve(cwd, path), text, { flag: "wx" }).catch(refuse(`cannot write ${path}`));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "it exists already",
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
};

function refuse(what: string): (error: NodeJS.ErrnoException) => never {
  return ({ code = "", message }) => {
    throw new CommandError(`${what}: ${REASONS[code] ?? message}`, EXIT.bad);
  };
}
