import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readText } from "../modules/load/read-text.ts";
import { processBehind } from "./control-client.ts";
import { processIdentity } from "./process-identity.ts";

/** A sandbox that runs by itself, as told by the file it keeps in the folder it was started for. */
export interface Resident {
  readonly pid: number;
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** Of the process, as `processIdentity` gives it: what no file that came from elsewhere can say. */
  readonly identity: string;
}

/** Nothing else is ever asked, whatever a file says. */
const ENDPOINT = /^http:\/\/127\.0\.0\.1:[0-9]{1,5}$/;
/** Bytes. */
const MAX_BYTES = 16 * 1024;

/** Folder, in the working folder, of what must not be committed. */
export const residentFolder = (dir: string): string => join(dir, ".zonekeep");
const fileIn = (dir: string): string => join(residentFolder(dir), "sandbox.json");

/**
 * The sandbox running for a folder. A file without its process behind it is stale, whatever has taken its process id
 * or its port since, and one that was committed is of no process here: then nothing is running, and nobody is asked.
 */
export async function residentOf(dir: string): Promise<Resident | undefined> {
  const resident = read(dir);
  if (resident === undefined || processIdentity(resident.pid) !== resident.identity) return undefined;
  return (await processBehind(resident.endpoint)) === resident.pid ? resident : undefined;
}

function read(dir: string): Resident | undefined {
  const file = readText(fileIn(dir), MAX_BYTES);
  try {
    const said = JSON.parse("text" in file ? file.text : "") as Partial<Record<keyof Resident, unknown>>;
    const { pid, endpoint, started, identity } = said;
    return typeof pid === "number" &&
      typeof endpoint === "string" &&
      ENDPOINT.test(endpoint) &&
      typeof started === "string" &&
      typeof identity === "string"
      ? { pid, endpoint, started, identity }
      : undefined;
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
  if (read(dir)?.pid === pid) await rm(fileIn(dir), { force: true });
}
