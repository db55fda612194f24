import { execFile } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withoutAws } from "../../../../sandbox/environment.ts";
import type { Sandbox } from "../../../../sandbox/sandbox.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");

/** A folder of a user's own, with the command as it was built and the sample policies. `name`: how its own name begins. */
export function userFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  for (const part of ["dist", "policies"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

/** Runs the command in such a folder as a person would, against the sandbox alone. */
export function runZonekeep(
  folder: string,
  sandbox: Pick<Sandbox, "env">,
  args: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const env = { ...withoutAws(process.env), ...sandbox.env };
  const program = join(folder, "dist", "zonekeep.mjs");
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
