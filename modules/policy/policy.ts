import type { SourcePos } from "../core/diagnostic.ts";

/** A value and the place that asked for it: a policy, the estate's defaults, or zonekeep's own default. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: "policy" | "estate" | "default";
  /** For `default`, the place that could override it: the policy's first line. */
  readonly at: SourcePos;
}

/** A region (`us-east-1`) or an edge zone (`us-east-1-bos-1a`). */
export type SiteId = string;

export type LockMode = "governance" | "compliance";
export type Protection = "code" | "configuration" | "triggers";

/** Which functions: AND between the keys, OR within a list, and never one that `exclude` matches. */
export interface Selection {
  /** Tag key to the values accepted; `*` accepts any value. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** Name globs, `*` and `?`. Empty: every name. */
  readonly names: readonly string[];
  /** Name globs that are never selected. */
  readonly exclude: readonly string[];
  readonly at: SourcePos;
}

/** What was promised, for which functions, where and for how long. */
export interface Policy {
  readonly name: string;
  readonly owner: Sourced<string>;
  readonly select: Selection;
  readonly protect: Sourced<readonly Protection[]>;
  readonly sites: readonly Sourced<SiteId>[];
  /** Minutes between two runs. */
  readonly every: Sourced<number>;
  /** Days a recovery point is kept and locked. */
  readonly retention: Sourced<number>;
  readonly copies: readonly Sourced<SiteId>[];
  readonly lock: Sourced<LockMode>;
  readonly at: SourcePos;
}

export interface EstateRegion {
  readonly id: SiteId;
  readonly at: SourcePos;
}

export interface EstateZone {
  readonly id: SiteId;
  /** The region it hangs off, as the zone lock says; never derived from the name. */
  readonly parent: SiteId;
  readonly type: string;
  readonly at: SourcePos;
}

export type StateBackend =
  | { readonly kind: "local" }
  | { readonly kind: "s3"; readonly bucket: string; readonly region: string; readonly prefix: string };

/** The account, sites and defaults that policies apply to. */
export interface Estate {
  /** Twelve digits, kept as text: a leading zero is part of it. */
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly EstateRegion[];
  readonly zones: readonly EstateZone[];
  readonly state: StateBackend;
  /** Globs of the execution roles that a standby restore may pass to a function. Empty: none. */
  readonly passRoles: readonly string[];
  /** Email addresses that the topic of each site notifies. */
  readonly notify: readonly string[];
  readonly at: SourcePos;
}

/** The regions and edge zones that exist, from a committed file: nothing is derived from a name. */
export interface ZoneLock {
  readonly regions: readonly { readonly id: SiteId; readonly partition: string; readonly optIn: boolean }[];
  readonly zones: readonly {
    readonly id: SiteId;
    readonly type: string;
    readonly parent: SiteId;
    readonly group?: string;
  }[];
}
