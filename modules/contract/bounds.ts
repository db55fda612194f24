/** Variable of a runner's environment that holds its `RunnerBounds`, as JSON. */
export const BOUNDS_VARIABLE = "ZONEKEEP_BOUNDS";

/**
 * What the estate asks of a region's runners at most. Deployed beside them, where nobody reaches it who may only start a
 * run or invoke them: a request says what its author wants.
 */
export interface RunnerBounds {
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
  /** Marks of the pauses of those that have some: the pauses themselves fit into no environment. */
  readonly pauses: readonly string[];
  /** Marks of what its policies ask for: a run that is asked for something else is told, and counted as none of theirs. Known to discover alone. */
  readonly asked?: readonly string[];
}
