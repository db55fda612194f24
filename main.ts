import { join } from "node:path";
import { writeHandlerZips } from "./modules/aws/handler-zip.ts";
import { synthesize } from "./modules/aws/synth.ts";
import { planBefore } from "./modules/cli/plans/plan-before.ts";
import { AGAINST } from "./modules/cli/plans/remove-command.ts";
import { explainFailure } from "./modules/cli/terminal/exit.ts";
import { render } from "./modules/cli/terminal/text.ts";
import { formatDiagnostic } from "./modules/core/diagnostic.ts";
import { loadPlan } from "./modules/load/load-plan.ts";

/**
 * What `cdktf synth`, `list`, `diff` and `deploy` run: the policies of the working folder become stacks. With
 * `ZONEKEEP_AGAINST`, a revision or a file of `plan --json`, so do the stacks that it had and the policies no longer
 * ask for: they remove what they held.
 */
async function main(): Promise<void> {
  const { env } = process;
  const cwd = process.cwd();
  const outdir = env.CDKTF_OUTDIR ?? "cdktf.out";
  const { plan, estate, warnings } = await loadPlan({ cwd, paths: [], now: new Date() });
  for (const warning of warnings) console.error(formatDiagnostic(warning));
  const against = env[AGAINST] ?? "";
  const before = against === "" ? undefined : await planBefore(plan, [], against, { cwd, env });
  const zips = await writeHandlerZips(join(import.meta.dirname, "handlers"), join(outdir, "runners"));
  for (const id of synthesize({ plan, before, state: estate.state, outdir, zips })) console.log(id);
}

try {
  await main();
} catch (error) {
  // The same words, switch for traces and exit status as the command line's.
  const { code, lines } = explainFailure(error, { env: process.env, cwd: process.cwd() });
  for (const line of lines) console.error(render(line, false).trimEnd());
  process.exitCode = code;
}
