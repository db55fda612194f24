import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { TooLongError } from "../recovery/bytes.ts";
import type { Spool, Spooled } from "../recovery/store.ts";

type Open = (path: string, flags: string, mode: number) => Promise<Pick<FileHandle, "appendFile" | "close">>;

/** Bytes set aside in a folder of their own, which `clear` removes. */
export class FileSpool implements Spool {
  readonly #folder: string;
  readonly #open: Open;

  private constructor(folder: string, openFile: Open) {
    this.#folder = folder;
    this.#open = openFile;
  }

  /**
   * `parent` exists, such as the system's folder for temporary files.
   * @throws when its disk takes no more, as `write` does too
   */
  static async in(parent: string, openFile: Open = open): Promise<FileSpool> {
    return new FileSpool(await mkdtemp(join(parent, "zonekeep-")).catch(explain(parent, 0)), openFile);
  }

  async write(source: AsyncIterable<Uint8Array>, limit: number): Promise<Spooled> {
    const path = join(this.#folder, randomUUID());
    const hash = createHash("sha256");
    let size = 0;
    const file = await this.#open(path, "wx", 0o600).catch(explain(this.#folder, size));
    try {
      for await (const chunk of source) {
        size += chunk.length;
        if (size > limit) throw new TooLongError(limit);
        hash.update(chunk);
        await file.appendFile(chunk).catch(explain(this.#folder, size));
      }
    } catch (error) {
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
    await file.close();
    return {
      sha256: hash.digest("hex"),
      size,
      open: () => createReadStream(path),
      discard: () => rm(path, { force: true }),
    };
  }

  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** What a full disk means, to whoever reads of it in a summary. */
function explain(folder: string, size: number): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code !== "ENOSPC" && error.code !== "EDQUOT") throw error;
    throw new Error(
      `the disk for temporary files (${folder}) is full after ${size} bytes (${error.code}): make room on it, or give it more`,
      { cause: error },
    );
  };
}
