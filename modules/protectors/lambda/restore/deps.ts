import type { LambdaReads } from "../ports.ts";

/** What arming reads and writes with. Account, region and clients are the destination's. */
export interface ArmDeps extends LambdaReads {
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** What a restore reads and writes with. */
export interface RestoreDeps extends ArmDeps {
  /** Whether an execution role exists; `unknown` when IAM does not answer: then Lambda will say. */
  readonly role: (arn: string) => Promise<Presence>;
  /** Whether a key exists and is enabled. */
  readonly key: (arn: string) => Promise<Presence>;
  /** Where a blob of the point lies: a bucket of the destination's region, since Lambda reads no other. */
  readonly locate: (sha256: string) => { readonly bucket: string; readonly key: string };
}

export type Presence = "present" | "absent" | "unknown";
