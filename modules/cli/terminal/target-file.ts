import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { access, lstat, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CommandError, EXIT } from "./exit.ts";
import { reasonOf, wayOutOf } from "./system-error.ts";

/** A file that will be written when the work is done. */
export interface TargetFile {
  /** In one step: whoever reads it meets the old text or the new one, never half of it. @throws CommandError */
  readonly write: (text: string) => Promise<void>;
}

export interface TargetOptions {
  /** Only its owner may read it. */
  readonly secret?: true;
  /** It may not be there when it is written: a person may have filled it in. */
  readonly fresh?: true;
}

/**
 * Looks whether a file can be written, before there is something to write. What is there is replaced; a device such as
 * /dev/null is written to. A pipe is refused, since nobody may read it, and so is a disk.
 * @throws CommandError
 */
export async function targetFile(
  cwd: string,
  path: string,
  { secret, fresh }: TargetOptions = {},
): Promise<TargetFile> {
  const refuse = refusing(path);
  const named = resolve(cwd, path);
  const before = await look(named, refuse);
  if (before?.isDirectory()) throw refuse("it is a folder");
  if (before?.isCharacterDevice()) return { write: (text) => writeFile(named, text).catch(rethrow(refuse)) };
  if (before !== undefined && !before.isFile())
    throw refuse("it is a pipe, a socket or a disk", "name a file, or leave the option out and use > or |");
  const target = before === undefined ? named : await realpath(named).catch(rethrow(refuse));
  if (before !== undefined) await access(target, constants.W_OK).catch(rethrow(refuse));
  await access(dirname(target), constants.W_OK | constants.X_OK).catch(rethrow(refuse));
  const mode = secret ? 0o600 : before && before.mode & 0o777;
  return { write: (text) => replace(target, text, mode, fresh === true).catch(rethrow(refuse)) };
}

type Refuse = (why: string, hint?: string) => CommandError;

function refusing(path: string): Refuse {
  return (why, hint) => new CommandError(`cannot write ${path}: ${why}`, EXIT.bad, hint);
}

function rethrow(refuse: Refuse): (error: unknown) => never {
  return (error) => {
    throw refuse(reasonOf(error), wayOutOf(error));
  };
}

/** What is there; a link that leads nowhere is not followed to a file that nobody named. */
async function look(path: string, refuse: Refuse): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return rethrow(refuse)(error);
    const link = await lstat(path).catch(() => undefined);
    if (link !== undefined)
      throw refuse("it is a link that leads nowhere", "point it to a file, or remove it");
    return undefined;
  }
}

/** Beside the target, so that it only has to be renamed; on the disk before that. */
async function replace(
  target: string,
  text: string,
  mode: number | undefined,
  fresh: boolean,
): Promise<void> {
  const beside = join(dirname(target), `.zonekeep-${randomBytes(6).toString("hex")}`);
  try {
    const file = await open(beside, "wx", mode);
    try {
      if (mode !== undefined) await file.chmod(mode);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (fresh && (await stat(target).catch(() => undefined)) !== undefined)
      throw Object.assign(new Error("it exists"), { code: "EEXIST" });
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
