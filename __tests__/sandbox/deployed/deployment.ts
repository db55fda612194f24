import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { writeHandlerZips } from "../../../modules/aws/handler-zip.ts";
import { synthesize } from "../../../modules/aws/synth.ts";
import { loadPlan } from "../../../modules/load/load-plan.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import { type CliResult, ROOT, zonekeep } from "../../../sandbox/demo/zonekeep.ts";
import { withoutAws } from "../../../sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { type DeployOptions, deployStacks } from "../../../sandbox/terraform/deploy.ts";

/** The policies of this repository, synthesized with the real runners, and a sandbox to apply them to. */
export interface Deployment {
  readonly plan: Plan;
  readonly sandbox: Sandbox;
  /** Scratch files of all that belongs to it lie here. */
  readonly folder: string;
  /** Names of the stacks, sorted. */
  readonly stacks: readonly string[];
  readonly options: DeployOptions;
  /** What the command line has printed so far. */
  readonly printed: string[];
  /** Synthesizes all stacks anew, from the policies as they lie in `folder` now, and applies those that have changed. */
  readonly again: () => Promise<void>;
  readonly zonekeep: (...args: readonly string[]) => Promise<CliResult>;
  readonly end: () => Promise<void>;
}

/**
 * @param policies - names of those to keep. Default: all
 * @param more - policies beside them, by their names
 */
export async function startDeployment(
  policies?: readonly string[],
  more: Readonly<Record<string, object>> = {},
): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-deployed-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const outdir = join(folder, "cdktf.out");
    // A copy: keys that sign runs are pinned beside the policies.
    cpSync(join(ROOT, "policies"), join(folder, "policies"), { recursive: true, filter: keeping(policies) });
    for (const [name, policy] of Object.entries(more))
      writeFileSync(join(folder, "policies", `${name}.yaml`), stringify({ version: 1, name, ...policy }));
    const { plan, estate } = await loadPlan({ cwd: folder, paths: [] });
    const zips = await writeHandlerZips(join(ROOT, "handlers"), join(folder, "zips"));
    const stacks = synthesize({ plan, state: estate.state, outdir, zips });
    const sandbox = await startSandbox({ account: plan.account, dir: folder });
    const printed: string[] = [];
    const options = { outdir, endpoint: sandbox.endpoint, dir: join(folder, "deployed") };
    return {
      plan,
      sandbox,
      folder,
      stacks: [...stacks].sort(),
      options,
      printed,
      again: async () => {
        const before = written(outdir, stacks);
        const now = await loadPlan({ cwd: folder, paths: [] });
        synthesize({ plan: now.plan, state: estate.state, outdir, zips });
        const after = written(outdir, stacks);
        await deployStacks({ ...options, only: stacks.filter((_, at) => before[at] !== after[at]) });
      },
      zonekeep: async (...args) => {
        const env = { ...withoutAws(process.env), ...sandbox.env, CI: "1" };
        const result = await zonekeep(args, { env, dir: folder });
        printed.push(result.stdout, result.stderr);
        return result;
      },
      end: async () => {
        await sandbox.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What each stack asks of Terraform. */
function written(outdir: string, stacks: readonly string[]): string[] {
  return stacks.map((stack) => readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
}

/** Whether a path is of no policy, or of one of these. */
function keeping(policies: readonly string[] | undefined): (path: string) => boolean {
  const kept = [...(policies ?? []), "estate"].map((name) => `${name}.yaml`);
  return (path) => policies === undefined || !path.endsWith(".yaml") || kept.includes(basename(path));
}
