import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** One stack that CDKTF synthesized. */
export interface SynthesizedStack {
  readonly name: string;
  /** Below the output folder: `stacks/<name>`. */
  readonly workingDirectory: string;
  readonly dependencies: readonly string[];
}

/** Reads `manifest.json` of a CDKTF output folder; stacks sorted by name. */
export async function readManifest(outdir: string): Promise<SynthesizedStack[]> {
  const file = join(outdir, "manifest.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(`${file} cannot be read: synthesize the stacks first`, { cause });
  });
  const { stacks } = JSON.parse(text) as { stacks: Record<string, SynthesizedStack> };
  return Object.values(stacks)
    .map(({ name, workingDirectory, dependencies }) => ({ name, workingDirectory, dependencies }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Stacks in waves: each after all it depends on. @throws Error when stacks wait for one another */
export function wavesOf(stacks: readonly SynthesizedStack[]): SynthesizedStack[][] {
  const waves: SynthesizedStack[][] = [];
  const done = new Set<string>();
  let left = [...stacks];
  while (left.length > 0) {
    const wave = left.filter(({ dependencies }) => dependencies.every((name) => done.has(name)));
    if (wave.length === 0)
      throw new Error(`stacks wait for one another: ${left.map(({ name }) => name).join(", ")}`);
    waves.push(wave);
    for (const { name } of wave) done.add(name);
    left = left.filter(({ name }) => !done.has(name));
  }
  return waves;
}
