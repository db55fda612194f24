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

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
