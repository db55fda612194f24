import { join } from "node:path";
import { writeHandlerZips } from "./modules/aws/handler-zip.ts";
import { synthesize } from "./modules/aws/synth.ts";
import { formatDiagnostic, PolicyError } from "./modules/core/diagnostic.ts";
import { loadPlan } from "./modules/load/load-plan.ts";

/** What `cdktf synth`, `list`, `diff` and `deploy` run: the policies of the working folder become stacks. */
async function main(): Promise<void> {
  const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";
  const { plan, estate, warnings } = await loadPlan({ cwd: process.cwd(), paths: [] });
  for (const warning of warnings) console.error(formatDiagnostic(warning));
  const zips = await writeHandlerZips(join(import.meta.dirname, "handlers"), join(outdir, "runners"));
  for (const id of synthesize({ plan, state: estate.state, outdir, zips })) console.log(id);
}

try {
  await main();
} catch (error) {
  // The same switch as the command line's, and the same exit status.
  const isKnown = error instanceof PolicyError || process.env.ZONEKEEP_DEBUG !== "1";
  console.error(isKnown && error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
