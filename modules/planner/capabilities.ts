import type { LockMode, SiteId } from "../policy/policy.ts";

/** A bound and the page that states it. */
export interface Limit {
  readonly value: number;
  readonly source: string;
}

/** What a provider can do, asked by the planner; the answer lives beside the provider's code. */
export interface Capabilities {
  /** Days. */
  readonly retention: { readonly least: Limit; readonly most: Limit };
  /** Minutes between two runs. */
  readonly every: { readonly least: Limit; readonly most: Limit };
  readonly lockModes: readonly LockMode[];
  /** Whether this region exists and has all that a site needs; otherwise why not. */
  readonly refuseRegion: (id: SiteId) => string | undefined;
  /** Why a copy between these regions cannot exist. */
  readonly refuseCopy: (from: SiteId, to: SiteId) => string | undefined;
  /** Most copies of one site. */
  readonly copies: Limit;
}
