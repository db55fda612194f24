import type { PinnedKey } from "../contract/signing.ts";
import type { SourceRevisionRule } from "../contract/source-revision.ts";
import type { SourcePos } from "../core/diagnostic.ts";
import type { Acceptance, Block, DateText, SiteId, SiteTerm, Sourced } from "./policy.ts";

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

/** A site that is no longer in use: what it keeps stays until the day its last point expires. */
export interface RetiredSite {
  readonly id: SiteId;
  /** Of an edge zone. */
  readonly parent?: SiteId;
  readonly until: DateText;
  readonly at: SourcePos;
}

interface SiteSet {
  readonly name: string;
  readonly terms: readonly Sourced<SiteTerm>[];
  readonly at: SourcePos;
}

/** S3-compatible storage outside of the provider, to which copies go. */
interface Target {
  readonly name: string;
  readonly endpoint: string;
  readonly bucket: string;
  readonly at: SourcePos;
}

export type StateBackend =
  | { readonly kind: "local" }
  | { readonly kind: "s3"; readonly bucket: string; readonly region: string; readonly prefix: string };

/** The account, sites and defaults that policies apply to. Lists are sorted by name. */
export interface Estate {
  /** Twelve digits, kept as text: a leading zero is part of it. */
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly EstateRegion[];
  readonly zones: readonly EstateZone[];
  readonly retired: readonly RetiredSite[];
  readonly sets: readonly SiteSet[];
  readonly targets: readonly Target[];
  /** Regions that the account had to switch on, and did. */
  readonly optedIn: readonly Sourced<SiteId>[];
  /** Jurisdictions that no policy's points may leave. */
  readonly stayIn: Block<readonly string[]> | undefined;
  /** Share of the provider's read rates that runs may use, above 0 and at most 1. */
  readonly apiShare: Sourced<number>;
  readonly state: StateBackend;
  /** Where functions say which revision of their source they were built from. Absent: nowhere. */
  readonly sourceRevision?: SourceRevisionRule;
  /** Keys whose signatures of runs are believed, sorted by region and age. Absent: no signing lock lies beside the estate. */
  readonly signers?: readonly PinnedKey[];
  /** Which of its keys signs in a region where it is not the first, pinned or about to be. Absent: the first does everywhere. */
  readonly generations?: Readonly<Record<SiteId, number>>;
  /** Globs of the execution roles that a standby restore may pass to a function. Empty: none. */
  readonly passRoles: readonly string[];
  /** Globs, `role/...` and `user/...`, of who may take the standby role. Undefined: whoever the account's IAM lets. */
  readonly principals: readonly Sourced<string>[] | undefined;
  /** Email addresses that the topic of each site notifies. */
  readonly notify: readonly string[];
  /** Changes that may pass although they protect less: of the estate, of its sites, and of policies that are gone. */
  readonly accept: readonly Acceptance[];
  readonly at: SourcePos;
}

/** The regions and edge zones that exist, from a committed file: nothing is derived from a name. */
export interface ZoneLock {
  readonly regions: readonly {
    readonly id: SiteId;
    readonly partition: string;
    /** Whether an account has to switch it on first. */
    readonly optIn: boolean;
    /** The day on which the provider was seen not to list it any more. */
    readonly retired?: DateText;
  }[];
  readonly zones: readonly {
    readonly id: SiteId;
    readonly type: string;
    readonly parent: SiteId;
    readonly group?: string;
    readonly retired?: DateText;
  }[];
}
