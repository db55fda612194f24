import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { TooLongError } from "../recovery/bytes.ts";
import type { Spool, Spooled } from "../recovery/store.ts";

/** Bytes set aside in a folder of their own, which `clear` removes. */
export class FileSpool implements Spool {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** `parent` exists, such as the system's folder for temporary files. */
  static async in(parent: string): Promise<FileSpool> {
    return new FileSpool(await mkdtemp(join(parent, "zonekeep-")));
  }

  async write(source: AsyncIterable<Uint8Array>, limit: number): Promise<Spooled> {
    const path = join(this.#folder, randomUUID());
    const hash = createHash("sha256");
    let size = 0;
    const file = await open(path, "wx", 0o600);
    try {
      for await (const chunk of source) {
        size += chunk.length;
        if (size > limit) throw new TooLongError(limit);
        hash.update(chunk);
        await file.appendFile(chunk);
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
