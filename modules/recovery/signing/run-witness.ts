import type { Witness } from "./authenticity.ts";
import type { RunRead } from "./read-run.ts";

/** Whoever can tell of the runs of a policy, too, what they kept. */
export interface RunWitness extends Witness {
  /** @throws what the store throws, for that says nothing about the run */
  run(policy: string, run: string): Promise<RunRead>;
}
