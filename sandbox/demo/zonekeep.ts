import { spawn } from "node:child_process";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a person would in a folder, against the sandbox; every exit code is an answer. */
export function zonekeep(
  args: readonly string[],
  { env, dir: cwd }: { readonly env: NodeJS.ProcessEnv; readonly dir: string },
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "dist", "zonekeep.mjs"), ...args], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** The same, where only success will do. */
export async function zonekeepOk(
  args: readonly string[],
  job: { readonly env: NodeJS.ProcessEnv; readonly dir: string },
): Promise<CliResult> {
  const result = await zonekeep(args, job);
  if (result.code !== 0)
    throw new Error(`zonekeep ${args.join(" ")}: exit ${result.code}\n${result.stderr}${result.stdout}`);
  return result;
}
