import type { RecordWindows } from "./records.ts";

/** Variable of a runner's environment that holds its `RunnerBounds`, as JSON. */
export const BOUNDS_VARIABLE = "ZONEKEEP_BOUNDS";

/** By which a policy is known from what a request may say in its name: the policies themselves fit into no environment. */
export interface RunnerMarks {
  /** Of the pauses of those that have some. */
  readonly pauses: readonly string[];
  /** Of what each asks for: a run that is asked for something else is told, and counted as none of theirs. */
  readonly asked: readonly string[];
}

/**
 * What the estate asks of a region's runners at most. Deployed beside them, where nobody reaches it who may only start a
 * run or invoke them: a request says what its author wants.
 */
export interface RunnerBounds extends Partial<RunnerMarks> {
  /** The region, and its edge zones that are in use. */
  readonly sites: readonly string[];
  /** Regions that receive a copy of anything kept there. */
  readonly copies: readonly string[];
  /** The region that watches this one. Absent: none does. */
  readonly watchedBy?: string;
  /** The longest that any policy that runs there keeps its points. */
  readonly retentionDays: number;
  /** Whether any of them has a compliance lock. */
  readonly compliance: boolean;
  /** How far back any of them keeps the records of streams and the events of archives. Absent: none does. */
  readonly events?: RecordWindows;
  /**
   * SHA-256 of the marks that the state machine hands to discover, in place of marks that its environment has no room for.
   * Only discover is told of either.
   */
  readonly marks?: string;
}
