import type { objectPresence, Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { LambdaReads } from "../ports.ts";
import type { AskedNetworks } from "./networks.ts";

/** What activating reads and writes with. Account, region and clients are the destination's. */
export interface MappingPorts extends LambdaReads {
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** What a restore reads and writes with. */
export interface FunctionRestorePorts
  extends MappingPorts,
    Pick<PlanPorts, "client" | "locate" | "open" | "now" | "holder"> {
  /** Whether an execution role exists; `unknown` when IAM does not answer: then Lambda will say. */
  readonly role: (arn: string) => Promise<Presence>;
  /** Whether a key exists and is enabled. */
  readonly key: (arn: string) => Promise<Presence>;
  /** Which of these subnets and security groups are gone, and of which EC2 does not say. */
  readonly networks: (ids: readonly string[]) => Promise<AskedNetworks>;
  /** Whether a version of an object is there with so many bytes; `unknown` when its bucket does not say. */
  readonly object: ReturnType<typeof objectPresence>;
  /** ARN of who restores, a session's for a role; `undefined` when STS does not answer. */
  readonly self: () => Promise<string | undefined>;
  /** Whether a queue of this account and region exists. */
  readonly queue: (arn: string) => Promise<Presence>;
  /** Whether a function exists, also under the qualifier that its ARN may hold. */
  readonly fn: (arn: string) => Promise<Presence>;
}
