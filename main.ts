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
  if (!(error instanceof PolicyError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
