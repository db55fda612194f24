import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withoutAws } from "./environment.ts";
import { isAlive } from "./is-alive.ts";
import { MissingTool } from "./missing-tool.ts";
import { processIdentity } from "./process-identity.ts";
import { type Resident, release, residentFolder, residentOf } from "./resident-file.ts";

export interface UpOptions {
  /** The working folder: one sandbox each. */
  readonly dir: string;
}

/** Longer than installing moto takes on a slow line. */
const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 10_000;
const PAUSE_MS = 100;

/**
 * Starts a sandbox that goes on without us, or finds the one that already runs for this folder.
 * @throws MissingTool when Python 3 or moto is missing and cannot be had
 */
export async function up(options: UpOptions): Promise<Resident> {
  const dir = resolve(options.dir);
  const already = await residentOf(dir);
  if (already !== undefined) return already;
  await mkdir(residentFolder(dir), { recursive: true });
  const log = join(residentFolder(dir), "sandbox.log");
  // What lies there may be a link to somewhere else, as whoever wrote this folder wanted.
  rmSync(log, { force: true });
  const out = openSync(log, "wx");
  const child = spawn(process.execPath, [...residentProgram(), dir], {
    cwd: dir,
    detached: true,
    env: withoutAws(process.env),
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  child.unref();
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline) {
    const found = await residentOf(dir);
    if (found !== undefined) {
      if (found.pid !== child.pid) child.kill(); // somebody else was faster: theirs is as good as ours
      return found;
    }
    if (hasEnded(child)) throw await whyNot(child, log);
    await sleep(PAUSE_MS);
  }
  child.kill();
  throw new Error(`the sandbox did not start within ${START_LIMIT_MS / 1000} s: see ${log}`);
}

/** Ends the sandbox of this folder, and nothing else. False: none was running. A stale file stays for the next start to replace. */
export async function down(options: UpOptions): Promise<boolean> {
  const dir = resolve(options.dir);
  const resident = await residentOf(dir);
  if (resident === undefined) return false;
  process.kill(resident.pid, "SIGTERM");
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (processIdentity(resident.pid) === resident.identity && isAlive(resident.pid)) {
    if (performance.now() > deadline) process.kill(resident.pid, "SIGKILL"); // its children are on a leash
    await sleep(PAUSE_MS);
  }
  await release(dir, resident.pid);
  return true;
}

/** The sandbox of this folder, if one runs; `controlOf(endpoint)` drives it. */
export async function running(options: UpOptions): Promise<Resident | undefined> {
  return await residentOf(resolve(options.dir));
}

/** The source under a loader, or what was bundled from it. */
function residentProgram(): string[] {
  const here = dirname(fileURLToPath(import.meta.url));
  const source = join(here, "resident.ts");
  if (!existsSync(source)) return [join(here, "sandbox.mjs")];
  const loader = createRequire(import.meta.url).resolve("tsx");
  return ["--import", pathToFileURL(loader).href, source];
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function whyNot({ exitCode }: ChildProcess, log: string): Promise<Error> {
  const said = (await readFile(log, "utf8")).trim();
  if (exitCode === 2) return new MissingTool(said.split("\n").at(-1) ?? said);
  return new Error(`the sandbox did not start: ${said.split("\n").slice(-5).join("\n")}`);
}
