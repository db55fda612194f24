import { once } from "node:events";
import { resolve } from "node:path";
import { MissingTool } from "./missing-tool.ts";
import { processIdentity } from "./process-identity.ts";
import { claim, release } from "./resident-file.ts";
import { startSandbox } from "./sandbox.ts";

/** The program behind `zonekeep sandbox up`: a sandbox that stays until it is told to end. Argument: the folder. */
async function stay(dir: string): Promise<void> {
  const sandbox = await startSandbox({ onProgress: console.error });
  // Until here a signal just ends us, and the embedded AWS dies on its leash.
  const told = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const { endpoint } = sandbox;
  try {
    const identity = processIdentity(process.pid);
    if (identity === undefined)
      throw new Error("the system does not say when a process began: is there no ps?");
    const started = new Date().toISOString();
    if (!(await claim(dir, { pid: process.pid, endpoint, started, identity }))) return;
    const said = await Promise.race([told.then(() => undefined), sandbox.died]);
    await release(dir, process.pid);
    if (said !== undefined) throw new Error(`the embedded AWS ended: ${said}`);
  } finally {
    await sandbox.stop();
  }
}

try {
  await stay(resolve(process.argv[2] ?? "."));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof MissingTool ? 2 : 1);
}
