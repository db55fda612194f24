import type { SiteId } from "../../policy/policy.ts";

/** Reads of the provider's API that the schedules of a region need, its edge zones' included. */
export interface ReadBudget {
  readonly region: SiteId;
  /** Reads a minute that the estate's share allows. */
  readonly allowed: number;
  /** Reads a minute, averaged over all days; rounded up. */
  readonly average: number;
  /** Reads of all runs that begin in the busiest minute of a day. */
  readonly peak: number;
  /** Minutes until those runs are done, at what is allowed. */
  readonly peakMinutes: number;
  /** Minutes that `protect.code: all` adds to one run at each site whose policy asks for it. Absent: none does. */
  readonly allVersionsMinutes?: number;
  /** Policies that do not say their number of functions, so that one is assumed. Sorted. */
  readonly assumed: readonly string[];
}
