import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleCommandLine, interleaved, type Measured } from "./measure.ts";

const ROOT = join(import.meta.dirname, "..");
const ROUNDS = 15;

/** How long the bundled `zonekeep validate` takes on the sample policies, against a Node that does nothing. */
export async function benchValidate(): Promise<Measured> {
  const node = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`);
  };
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-bench-"));
  try {
    const zonekeep = bundleCommandLine(folder);
    return report(
      await interleaved(
        ROUNDS,
        () => node("-e", "0"),
        () => node(zonekeep, "validate"),
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report([bare, validate]: readonly [number, number]): Measured {
  return {
    name: "zonekeep validate",
    unit: "times node -e 0",
    value: validate / bare,
    bound: 4,
    detail: `${validate.toFixed(0)} ms against ${bare.toFixed(0)} ms, medians of ${ROUNDS}`,
  };
}
