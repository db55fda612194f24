import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");

/** No AWS settings of this machine, and nobody who answers for AWS. */
export const ALONE = {
  PATH: process.env.PATH,
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
};

/** What a process has when somebody answers for AWS at `endpoint`. */
export function askingAt(endpoint: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_MAX_ATTEMPTS: "1",
  };
}

export interface Bundle {
  /** Folder with the policies of this repository. */
  readonly work: string;
  readonly program: string;
}

/** The program as it ships, for a whole file of tests. */
export function useBundle(): Bundle {
  const bundle = { work: "", program: "" };
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "zonekeep bundle "));
    bundle.work = join(folder, "work");
    bundle.program = join(folder, "dist", "zonekeep.mjs");
    cpSync(join(root, "policies"), join(bundle.work, "policies"), { recursive: true });
    execFileSync(process.execPath, [join(root, "modules", "cli", "build.mjs"), join(folder, "dist")]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return bundle;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line of the shell in the folder of the bundle; `zonekeep` in it is the program. */
export async function shell(bundle: Bundle, line: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const alias = `zonekeep() { '${process.execPath}' '${bundle.program}' "$@"; }\n`;
  const child = spawn("bash", ["--norc", "-c", `${alias}${line}`], {
    cwd: bundle.work,
    env: { ...ALONE, ...env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once("close", (...end) => resolve(end)),
  );
  return { code, signal, stdout, stderr };
}
