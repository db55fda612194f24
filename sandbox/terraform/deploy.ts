import { existsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { sandboxEnvironment, withoutAws } from "../environment.ts";
import { cliConfig } from "./cli-config.ts";
import { findTerraform } from "./find.ts";
import { inParallel } from "./in-parallel.ts";
import { readManifest, type SynthesizedStack, wavesOf } from "./manifest.ts";
import { writeOverride } from "./override.ts";
import { type Provider, startProvider } from "./provider.ts";
import {
  type Changes,
  type TerraformRun,
  terraformApply,
  terraformDestroy,
  terraformInit,
  terraformPlan,
} from "./run.ts";

export interface DeployOptions {
  /** CDKTF's output folder; only read. */
  readonly outdir: string;
  /** Names of the stacks to act on. Default: all. */
  readonly only?: readonly string[];
  /** Of the sandbox. */
  readonly endpoint: string;
  /** Where a copy of the stacks and their states are kept. The same folder finds the same states again. */
  readonly dir: string;
  /** Whether one process of the provider serves all of a command, or Terraform starts it for each step, as it does for users. Default: true. */
  readonly keepProvider?: boolean;
  /** Stacks at a time; each is a provider of 600 MB. Default: 3. */
  readonly concurrency?: number;
  readonly onProgress?: (stack: string, line: string) => void;
  readonly signal?: AbortSignal;
}

interface Acted {
  readonly stack: string;
  readonly durationMs: number;
}

export type StackOutcome = Acted & Changes;

/**
 * Applies every stack to the sandbox by the real Terraform, in waves by what they depend on.
 * @throws MissingTool without Terraform or OpenTofu
 * @throws Error with Terraform's own text and the stack's name; the other stacks of the wave are killed
 */
export async function deployStacks(options: DeployOptions): Promise<StackOutcome[]> {
  return await eachStack(options, wavesOf, terraformApply);
}

/** What another apply would change, per stack: nothing, if the sandbox kept all that was written. */
export async function planStacks(options: DeployOptions): Promise<StackOutcome[]> {
  return await eachStack(options, (stacks) => [[...stacks]], terraformPlan);
}

/** Destroys every stack, those that others depend on last. */
export async function destroyStacks(options: DeployOptions): Promise<StackOutcome[]> {
  return await eachStack(options, (stacks) => wavesOf(stacks).reverse(), terraformDestroy);
}

async function eachStack<Result>(
  options: DeployOptions,
  order: (stacks: readonly SynthesizedStack[]) => SynthesizedStack[][],
  act: (run: TerraformRun) => Promise<Result>,
): Promise<(Acted & Result)[]> {
  const { outdir, endpoint, keepProvider = true, concurrency = 3, onProgress } = options;
  const terraform = findTerraform();
  const dir = resolve(options.dir);
  const copy = join(dir, "stacks");
  const { only } = options;
  const waves = order(await readManifest(outdir)).map((wave) =>
    wave.filter(({ name }) => only?.includes(name) ?? true),
  );
  await mkdir(join(dir, "states"), { recursive: true });
  // A copy: the override must not lie in the folder that a deployment to AWS reads.
  await cp(outdir, copy, { recursive: true, filter: (path) => basename(path) !== ".terraform" });
  const env = {
    GOGC: "400", // the schema of AWS is large and stays: looking through it again and again takes a third of the time
    ...withoutAws(process.env),
    ...sandboxEnvironment(endpoint, "us-east-1"),
    ...(await cliConfig(dir, terraform)),
  };
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal === undefined ? [] : [options.signal])]);

  const one = async ({ name, workingDirectory }: SynthesizedStack): Promise<Acted & Result> => {
    const started = performance.now();
    const folder = join(copy, workingDirectory);
    let provider: Provider | undefined;
    const run = {
      binary: terraform.path,
      folder,
      env,
      signal,
      ...(onProgress !== undefined && { onProgress: (line: string) => onProgress(name, line) }),
    };
    try {
      await writeOverride(folder, join(dir, "states", `${name}.tfstate`));
      // Once a stack: its providers and the place of its state stay the same, and hashing a provider of 600 MB takes seconds.
      if (!existsSync(join(folder, ".terraform.lock.hcl"))) await terraformInit(run);
      const { registry } = terraform;
      provider = keepProvider ? await startProvider({ folder, env, registry }) : undefined;
      const result = await act({ ...run, env: { ...env, ...provider?.env } });
      return { stack: name, durationMs: Math.round(performance.now() - started), ...result };
    } catch (error) {
      if (signal.aborted) throw signal.reason; // killed because another failed, or because it was asked for
      const named = new Error(`stack ${name}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
      failed.abort(named);
      throw named;
    } finally {
      await provider?.stop();
    }
  };
  const outcomes: (Acted & Result)[] = [];
  for (const wave of waves) outcomes.push(...(await inParallel(wave, concurrency, one)));
  return outcomes;
}
