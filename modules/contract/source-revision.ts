/** Where functions of an estate say which revision of their source they were built from. At least one is there. */
export interface SourceRevisionRule {
  /** Key of a function's tag. */
  readonly tag?: string;
  /** Name of an environment variable. */
  readonly environment?: string;
  /** Name of a label in the configuration of a container image. */
  readonly imageLabel?: string;
}

/** By version, `$LATEST` among them: the revision that its code was built from. */
export type SourceRevisions = Readonly<Record<string, string>>;

/**
 * Variable of the runner that captures, with the rule as JSON: no request carries it, since whoever may start a run could
 * have a variable of his choice shown. Absent: the estate has no rule.
 */
export const SOURCE_REVISION_VARIABLE = "ZONEKEEP_SOURCE_REVISION";
