import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** The command line as it is now, which tests run as a person would. */
export default function build(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, "..", "..", "modules", "cli", "build.mjs")]);
}
