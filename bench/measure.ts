import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** What was measured against what it must not exceed. */
export interface Measured {
  readonly name: string;
  /** What the value is: `times node -e 0`, `MB`. */
  readonly unit: string;
  readonly value: number;
  readonly bound: number;
  /** How it was measured, with the raw numbers. */
  readonly detail: string;
}

/** Runs each of two things in turn, so that a busy machine slows both, and returns the median of each, in ms. */
export async function interleaved(
  rounds: number,
  first: () => Promise<void> | void,
  second: () => Promise<void> | void,
): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    times[0].push(await timed(first));
    times[1].push(await timed(second));
  }
  return [median(times[0]), median(times[1])];
}

async function timed(run: () => Promise<void> | void): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** What a process took. */
export interface Took {
  /** Milliseconds of all threads, in the program and in the system for it. */
  readonly cpu: number;
  /** Megabytes resident, at most. */
  readonly peak: number;
}

/** Runs Node to its end. Its stdout goes to a file, or nowhere. @throws when it does not end well */
export function took(
  args: readonly string[],
  { cwd, stdout }: { readonly cwd: string; readonly stdout?: string },
): Took {
  const file = stdout === undefined ? "ignore" : openSync(stdout, "w");
  const { status, stderr, output } = spawnSync(process.execPath, ["--import", REPORT, ...args], {
    cwd,
    stdio: ["ignore", file, "pipe", "pipe"],
    encoding: "utf8",
  });
  if (file !== "ignore") closeSync(file);
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(output[3] ?? "") as NodeJS.ResourceUsage;
  return { cpu: (userCPUTime + systemCPUTime) / 1000, peak: (maxRSS * 1024) / 1e6 };
}

/** Makes a process tell what it took when it ends, on the stream beside stderr. */
const REPORT = `data:text/javascript,${encodeURIComponent(
  'import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,JSON.stringify(process.resourceUsage())))',
)}`;

/** The command line as it is published, in a folder. Returns the file to run. */
export function bundleCommandLine(folder: string): string {
  const dist = join(folder, "dist");
  took([join(ROOT, "modules", "cli", "build.mjs"), dist], { cwd: ROOT });
  return join(dist, "zonekeep.mjs");
}
