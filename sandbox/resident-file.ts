import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processBehind } from "./control-client.ts";

/** A sandbox that runs by itself, as told by the file it keeps in the folder it was started for. */
export interface Resident {
  readonly pid: number;
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** ISO 8601, UTC. */
  readonly started: string;
}

/** Folder, in the working folder, of what must not be committed. */
export const residentFolder = (dir: string): string => join(dir, ".zonekeep");
const fileIn = (dir: string): string => join(residentFolder(dir), "sandbox.json");

/**
 * The sandbox running for a folder. A file without its process behind it is stale, whatever has taken its
 * process id or its port since: then nothing is running.
 */
export async function residentOf(dir: string): Promise<Resident | undefined> {
  const resident = await read(dir);
  if (resident === undefined) return undefined;
  return (await processBehind(resident.endpoint)) === resident.pid ? resident : undefined;
}

async function read(dir: string): Promise<Resident | undefined> {
  try {
    const { pid, endpoint, started } = JSON.parse(await readFile(fileIn(dir), "utf8")) as Partial<Resident>;
    return pid === undefined || endpoint === undefined || started === undefined
      ? undefined
      : { pid, endpoint, started };
  } catch {
    return undefined; // none, or not one of ours
  }
}

/** Takes the folder for this sandbox. False: another one runs for it already. */
export async function claim(dir: string, resident: Resident): Promise<boolean> {
  await mkdir(residentFolder(dir), { recursive: true });
  const beside = `${fileIn(dir)}.${resident.pid}`;
  await writeFile(beside, `${JSON.stringify(resident, null, 2)}\n`);
  try {
    for (;;) {
      try {
        await link(beside, fileIn(dir)); // whole or not at all, and never over another's
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        if ((await residentOf(dir)) !== undefined) return false;
        await rm(fileIn(dir), { force: true }); // stale
      }
    }
  } finally {
    await rm(beside, { force: true });
  }
}

/** Gives the folder up, unless another sandbox has taken it since. */
export async function release(dir: string, pid: number): Promise<void> {
  if ((await read(dir))?.pid === pid) await rm(fileIn(dir), { force: true });
}
