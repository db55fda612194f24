import { run } from "../../../modules/cli/run.ts";
import type { Io } from "../../../modules/cli/terminal/io.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process. */
export async function runIn(cwd: string, args: readonly string[], io: Partial<Io> = {}): Promise<Ran> {
  let stdout = "";
  let stderr = "";
  const code = await run(args, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    env: {},
    cwd,
    now: () => new Date("2026-11-23T12:00:00Z"),
    isTTY: { stdout: false, stderr: false },
    ...io,
  });
  return { code, stdout, stderr };
}
