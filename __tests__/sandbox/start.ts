import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../../sandbox/demo/zonekeep.ts";
import { withoutAws } from "../../sandbox/environment.ts";

export interface Start {
  readonly child: ChildProcess;
  /** Standard output so far. */
  readonly said: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

const running: ChildProcess[] = [];

/** What `npm start` runs. */
export const MAIN = [process.execPath, "--import", "tsx", join("sandbox", "demo", "main.ts")];

/** `npm start` without npm, with a folder of its own for all it writes. */
export function start(
  scratch: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  [command = "", ...before]: readonly string[] = MAIN,
): Start {
  const child = spawn(command, [...before, ...args], {
    cwd: ROOT,
    env: { ...withoutAws(process.env), CI: "1", TMPDIR: scratch, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return {
    child,
    said: () => stdout,
    ended: new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr }))),
  };
}

/** Of what was started and goes on still. */
export function killStarted(): void {
  for (const child of running) if (child.exitCode === null) child.kill("SIGKILL");
}
