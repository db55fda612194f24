import type { StayingAway } from "./staying-away.ts";

/** What of a thing a person leaves out, and what a restore knows of the things that it planned before. */
export interface Leaving {
  /** Words of `--skip`: `mapping/<ARN of its source>`, `concurrency`. By default nothing is left out. */
  readonly skip?: ReadonlySet<string>;
  /** What the things of this restore that were planned before take of each quota of the account. */
  readonly claims?: Map<string, number>;
  /** What those are at the destination already: versions by their ARNs. By default nothing is known. */
  readonly known?: ReadonlyMap<string, string>;
  /** Name of the thing that an ARN of the destination names, where a person leaves that out. Absent: nothing is left out. */
  readonly leftAway?: (arn: string) => string | undefined;
}

/** A step of a part that the rest does not depend on. */
export interface StepOfPart {
  /** What `--skip` calls it. Where it fails, that is told, and the steps after it go on. */
  readonly part?: string;
  /** Only where every part before it went well; where one did not, `otherwise` is done in its place. */
  readonly whole?: true;
  readonly otherwise?: () => Promise<void>;
}

/** What arming does afterwards, as a plan shows it. */
export interface AtArm {
  readonly title: string;
  readonly call: string;
  /** `replace`: it is there, and says otherwise. */
  readonly effect: "create" | "replace";
}

/** A plan of something with parts. */
export interface Parted {
  /** What `--skip` may name. */
  readonly parts?: readonly string[];
  /** Parts that cannot come back, each with the reason and the way out: what comes back is not whole. */
  readonly leftOut?: readonly string[];
  /** Parts that stay away with what a person leaves out, since that is not there: no failure. */
  readonly away?: readonly StayingAway[];
  readonly atArm?: readonly AtArm[];
  /** What a person has to know of steps that went well; filled while they are done. */
  readonly notes?: readonly string[];
}
