import { cp } from "node:fs/promises";
import { join } from "node:path";
import { writeHandlerZips } from "../../modules/aws/handler-zip.ts";
import { synthesize } from "../../modules/aws/synth.ts";
import { count } from "../../modules/cli/terminal/words.ts";
import { loadPlan } from "../../modules/load/load-plan.ts";
import type { Sandbox } from "../sandbox.ts";
import { deployStacks } from "../terraform/deploy.ts";
import type { DemoReport } from "./report.ts";
import { ROOT } from "./zonekeep.ts";

/** The regions and zones that exist: one list, whatever the policies. */
const ZONES = ["policies", "zones.lock.json"];

/** Of a run of the demo: a copy, since signing keys are pinned beside the policies. */
export function policiesOf(dir: string): string {
  return join(dir, "policies");
}

interface Deployment {
  readonly sandbox: Sandbox;
  /** Folder of the policies that are deployed. */
  readonly policies: string;
  readonly dir: string;
  readonly report: DemoReport;
}

/** From policies to applied stacks, by the real Terraform and provider. */
export async function deploy({ sandbox, policies: from, dir, report }: Deployment): Promise<void> {
  const { plan, estate } = await report.step(
    "plan",
    async () => {
      await cp(from, policiesOf(dir), { recursive: true });
      await cp(join(ROOT, ...ZONES), join(dir, ...ZONES));
      return loadPlan({ cwd: dir, paths: [] });
    },
    ({ plan, policies }) => {
      const units = plan.stacks.flatMap((stack) => stack.units);
      return `${count(policies.length, "policy", "policies")}, ${units.length} units, ${count(plan.stacks.length, "stack")}`;
    },
  );
  const outdir = join(dir, "cdktf.out");
  await report.step(
    "synth",
    async () => {
      const zips = await writeHandlerZips(join(ROOT, "handlers"), join(dir, "zips"));
      synthesize({ plan, state: estate.state, outdir, zips });
      return Object.values(zips);
    },
    (zips) => `3 runners of ${zips.map(({ size }) => `${Math.round(size / 1024)} KiB`).join(", ")}`,
  );
  report.detail("applying with Terraform: more than a minute, until all stacks are there");
  await report.step(
    "apply",
    () => deployStacks({ outdir, endpoint: sandbox.endpoint, dir }),
    (stacks) =>
      stacks
        .map(
          ({ stack, added, durationMs }) =>
            `${stack.padEnd(24)} ${String(added).padStart(3)} resources ${(durationMs / 1000).toFixed(0)} s`,
        )
        .join("\n"),
  );
}
