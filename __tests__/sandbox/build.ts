import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The command line as it is now, which tests run as a person would; and a file where every sandbox of the run
 * writes what its answers, or the requests it got, broke of AWS's models: one line fails the run.
 */
export default function build(): () => void {
  execFileSync(process.execPath, [join(import.meta.dirname, "..", "..", "modules", "cli", "build.mjs")]);
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-judgements-"));
  const file = join(folder, "judgements.txt");
  process.env.SANDBOX_JUDGEMENTS = file;
  return () => {
    const said = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    rmSync(folder, { recursive: true });
    if (said === "") return;
    process.exitCode = 1;
    throw new Error(`AWS's models do not know what was said:\n${[...new Set(said.split("\n"))].join("\n")}`);
  };
}
