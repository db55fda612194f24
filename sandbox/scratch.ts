import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "./is-alive.ts";

const NAME = "zonekeep-sandbox-";

/** A new folder for scratch files of this process; those that processes killed outright have left are removed. */
export async function makeScratch(parent: string): Promise<string> {
  for (const name of await readdir(parent)) {
    const owner = name.startsWith(NAME) ? Number(name.slice(NAME.length).split("-")[0]) : Number.NaN;
    if (Number.isInteger(owner) && owner > 0 && !isAlive(owner))
      await rm(join(parent, name), { recursive: true, force: true });
  }
  return await mkdtemp(join(parent, `${NAME}${process.pid}-`));
}
