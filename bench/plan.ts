import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Plan } from "../modules/planner/plan.ts";
import { writeEstate } from "./estate.ts";
import { bundleCommandLine, type Measured, median, type Took, took } from "./measure.ts";

const ROUNDS = 5;
const POLICIES = 1000;

/**
 * What `zonekeep plan --json` takes for a thousand policies at all sites there are, validation and all: against the
 * least that has to be done, in memory, and against ten times the policies.
 */
export async function benchPlan(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-bench-"));
  try {
    const zonekeep = bundleCommandLine(folder);
    const floor = await bundleFloor(folder);
    const estate = join(folder, "estate");
    const [ours, min] = [join(folder, "ours.json"), join(folder, "floor.json")];
    const plan = (of: string): Took => took([zonekeep, "plan", "--json"], { cwd: of, stdout: ours });

    writeEstate(estate, POLICIES);
    plan(estate);
    const known = join(folder, "known.json");
    const one = knownToFloor(JSON.parse(readFileSync(ours, "utf8")));
    writeFileSync(known, JSON.stringify(one));
    const sites = one.policies[0]?.sites.length;
    const rounds = Array.from({ length: ROUNDS }, () => [
      took([floor, join(estate, "policies"), known, min], { cwd: folder }),
      plan(estate),
    ]);
    if (sha256(ours) !== sha256(min)) throw new Error("the floor did not write the bytes of the plan");
    const [cpuOfFloor = 0, cpu = 0] = [0, 1].map((i) => median(rounds.map((round) => round[i]?.cpu ?? 0)));
    const peak = Math.max(...rounds.map((round) => round[1]?.peak ?? 0));

    const larger = join(folder, "larger");
    writeEstate(larger, 10 * POLICIES);
    const tenfold = plan(larger);
    const name = `plan of ${POLICIES} policies`;
    return [
      {
        name,
        unit: "times the floor",
        value: cpu / cpuOfFloor,
        bound: 3,
        detail: `at ${sites} sites: ${seconds(cpu)} of CPU against ${seconds(cpuOfFloor)}, medians of ${ROUNDS}`,
      },
      {
        name,
        unit: "MB at its peak",
        value: peak,
        bound: 400,
        detail: `the most of ${ROUNDS}, its own process`,
      },
      {
        name: `plan of ${10 * POLICIES} policies`,
        unit: `times that of ${POLICIES}`,
        value: tenfold.cpu / cpu,
        bound: 11,
        detail: `${seconds(tenfold.cpu)} of CPU against ${seconds(cpu)}; ${tenfold.peak.toFixed(0)} MB`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the floor need not find out: the plan with its first policy alone. */
export function knownToFloor(plan: Plan): Plan {
  const policies = plan.policies.slice(0, 1);
  const stacks = plan.stacks.map((stack) => ({
    ...stack,
    units: stack.units.filter((unit) => unit.kind !== "schedule" || unit.policy === policies[0]?.name),
  }));
  return { ...plan, policies, stacks };
}

/** In one file, as our own command line, so that neither pays for looking for its parts. */
async function bundleFloor(folder: string): Promise<string> {
  const outfile = join(folder, "floor.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "plan-floor.ts")],
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    logLevel: "warning",
  });
  return outfile;
}

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
