import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Zips } from "../modules/aws/handler-zip.ts";
import { RUNNERS } from "../modules/aws/names.ts";
import { synthesize } from "../modules/aws/synth.ts";
import { loadPlan } from "../modules/load/load-plan.ts";
import type { Plan } from "../modules/planner/plan.ts";
import { interleaved, type Measured } from "./measure.ts";

const ROUNDS = 7;
/** Copies of the sample estate, so that what a stack costs outweighs what a process costs. */
const COPIES = 10;

/** How long the stacks of the sample policies take, against writing the same JSON that is known already. */
export async function benchSynth(): Promise<Measured> {
  const { plan: sample, estate } = await loadPlan({ cwd: join(import.meta.dirname, ".."), paths: [] });
  const plan: Plan = {
    ...sample,
    stacks: Array.from({ length: COPIES }, (_, n) => elsewhere(sample, n + 1)).flat(),
  };
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-bench-"));
  try {
    const zips = emptyZips(folder);
    let round = 0;
    const synth = (): string[] => {
      round += 1;
      return synthesize({ plan, state: estate.state, outdir: join(folder, `synth-${round}`), zips });
    };
    const files = synth().map((id) => join("stacks", id, "cdk.tf.json"));
    const modules = files.map((file): [string, unknown] => [
      file,
      JSON.parse(readFileSync(join(folder, "synth-1", file), "utf8")),
    ]);
    const write = (): void => {
      for (const [file, module] of modules) {
        const path = join(folder, `floor-${round}`, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, JSON.stringify(module, undefined, 2));
      }
    };
    const [floor, full] = await interleaved(ROUNDS, write, () => void synth());
    return {
      name: `synth of ${files.length} stacks`,
      unit: "times writing the same JSON",
      value: full / floor,
      bound: 60,
      detail: `${full.toFixed(0)} ms against ${floor.toFixed(1)} ms, medians of ${ROUNDS} in one process`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same stacks in regions of other numbers. */
function elsewhere({ stacks }: Plan, number: number): Plan["stacks"] {
  const text = JSON.stringify(stacks).replaceAll(/(us-east|eu-west)-1/g, `$1-${number}`);
  return JSON.parse(text) as Plan["stacks"];
}

/** Packages of runners, which are bundled and zipped before a synthesis. */
function emptyZips(folder: string): Zips {
  const path = join(folder, "runner.zip");
  writeFileSync(path, "");
  return Object.fromEntries(
    RUNNERS.map((runner) => [runner, { path, sha256: "0".repeat(64), size: 0 }]),
  ) as Zips;
}
