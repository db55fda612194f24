import { randomBytes } from "node:crypto";
import { access, constants, mkdir, open, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError, EXIT } from "./exit.ts";
import { reasonOf, wayOutOf } from "./system-error.ts";

type Bytes = string | AsyncIterable<Uint8Array>;

/** A folder that only its owner may read, and that is not there yet. */
export interface FreshFolder {
  /** As the person wrote it. */
  readonly path: string;
  /** All files by their paths below it, or none: whoever looks meets the folder whole. @throws CommandError */
  readonly write: (files: ReadonlyMap<string, Bytes>) => Promise<void>;
}

/**
 * Looks whether a folder can be made, before there is something to write. One that is there has to be empty: what a person
 * keeps there, such as a state, is never written over.
 * @throws CommandError
 */
export async function freshFolder(cwd: string, path: string): Promise<FreshFolder> {
  const target = resolve(cwd, path);
  const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw refused(path, error);
  });
  if (there !== undefined && there.length > 0)
    throw new CommandError(
      `cannot write ${path}: something is in it`,
      EXIT.bad,
      "name a folder that is empty or not there: it is made",
    );
  await access(dirname(target), constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw refused(path, error);
  });
  return {
    path,
    write: async (files) => {
      const beside = join(dirname(target), `.${basename(target)}-${randomBytes(6).toString("hex")}`);
      try {
        await mkdir(beside, { mode: 0o700 });
        for (const [name, bytes] of files) await writeOwn(join(beside, name), bytes);
        if (there !== undefined) await rmdir(target);
        await rename(beside, target);
      } catch (error) {
        await rm(beside, { recursive: true, force: true });
        throw isOfSystem(error) ? refused(path, error) : error;
      }
    },
  };
}

async function writeOwn(path: string, bytes: Bytes): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    await writeFile(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

function refused(path: string, error: unknown): CommandError {
  return new CommandError(`cannot write ${path}: ${reasonOf(error)}`, EXIT.bad, wayOutOf(error));
}
