import type { RunnerMarks } from "./bounds.ts";
import type { Json } from "./json.ts";
import type { Related, Thing, ThingId } from "./kinds.ts";
import type { Continuation, KeptRecords, RecordWindows } from "./records.ts";
import type { RunSignature } from "./signing.ts";
import type { CapturedTrigger } from "./triggers.ts";

/** What a stack and its runners agree on. Types and constants only. */

/** Tag of a function that serves an edge zone; its value is the zone's name. */
export const EDGE_ZONE_TAG = "edge-zone";

export const METRICS = {
  namespace: "zonekeep",
  failed: "FailedResources",
  protected: "ProtectedResources",
  dimension: "Site",
  /** Of each policy at each site, when a run begins, one within a pause too: what an alarm misses. */
  begun: "RunsBegun",
  policyDimension: "Policy",
  /** Of each region, when any run begins there, told to the region that watches it. */
  watchedDimension: "WatchedRegion",
} as const;

/**
 * Lambda answers 15 control-plane reads a second in an account-region, GetFunction apart, and the customer's own
 * deployments come first. A capture makes about ten such reads between its transfers, in two to three seconds:
 * two at once take half of the rate at their busiest, and slow down by themselves when they are throttled.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const CAPTURES_AT_ONCE = 2;

/** Below the prefix of the work area: lists that runs of a region read for each other. */
export const SHARED_LISTS = "lists/";

/** Below the prefix of the work area: which run reads a stream or an archive, minute by minute. */
export const TURNS = "turns/";

/** What of a function is kept, beside its configuration. */
export interface CaptureScope {
  /** `latest`: `$LATEST` alone. `published`: also the versions in use and the five newest. `all`: every one. */
  readonly code: "latest" | "published" | "all";
  /** `all`: every kind that is captured, and mappings of kinds that are not known yet. */
  readonly triggers: "all" | readonly CapturedTrigger[];
  /** Names of environment variables are kept, and their values are not. Absent: both are. */
  readonly configuration?: "without-environment";
}

/** No scheduled run begins from the first day on, until the second begins; days as `2026-12-20`. */
export interface Pause {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Where one site keeps its recovery points. */
export interface StoreLocation {
  readonly account: string;
  readonly site: string;
  readonly region: string;
  readonly bucket: string;
  /** `<account>/<site>/` */
  readonly prefix: string;
  /** ARN of the key's alias: it is known before the key exists. */
  readonly key: string;
  /** Assumed to write there. Absent: the runner's own role may. */
  readonly role?: string;
}

/** Somewhere else that must be able to open a point's secrets when the source is lost. */
export interface CopyTarget {
  readonly site: string;
  readonly region: string;
  readonly key: string;
  /** ARN of the store that receives the copies. Absent in requests of versions that did not tell. */
  readonly bucket?: string;
}

/** Input of the state machine: one policy at one site. Written by the schedule, or by `zonekeep backup`. */
export interface BackupRequest {
  readonly policy: string;
  readonly owner: string;
  /** `policy orders` */
  readonly because: string;
  readonly store: StoreLocation;
  /** Where a run keeps its item list and outcomes; expires by itself. */
  readonly work: { readonly bucket: string; readonly prefix: string; readonly key: string };
  readonly select: {
    readonly tags: Readonly<Record<string, readonly string[]>>;
    readonly names: readonly string[];
    readonly arns: readonly string[];
    readonly runtimes: readonly string[];
    readonly exclude: readonly string[];
    /** ARNs, and `kind/glob`, of what is kept without a function. Absent: nothing. */
    readonly resources?: readonly string[];
  };
  readonly zone?: string;
  readonly zonesElsewhere: readonly string[];
  /** The region that watches this one: it is told when a run begins. Absent: none does. */
  readonly watchedBy?: string;
  readonly protect: CaptureScope;
  /**
   * Of the streams and archives that it captures, records and events too: as far back as any policy of the region asks, since
   * one reader reads for all of them. Absent: none.
   */
  readonly events?: RecordWindows;
  /**
   * Minutes of its start window that have passed when it starts: lists of the region that a run has read since that opened are
   * not read again. Absent: it reads all of them, as a run that a person starts does.
   */
  readonly minutesIntoWindow?: number;
  /** None: the run takes place whenever it is asked for. */
  readonly pauses: readonly Pause[];
  /** IANA name; where the days of pauses begin. */
  readonly timeZone: string;
  readonly retentionDays: number;
  readonly lock: "GOVERNANCE" | "COMPLIANCE";
  readonly copies: readonly CopyTarget[];
  /** ARN of the alias of the region's signing key. Absent: a schedule of an older zonekeep sent it. */
  readonly signer?: string;
}

/** Input of discover: the request, and what the state machine knows of itself. */
export interface DiscoverEvent {
  readonly request: BackupRequest;
  readonly execution: { readonly id: string; readonly startedAt: string };
  /** Those that discover's environment has no room for; nothing where it has, or where whoever invoked it left them out. */
  readonly marks?: RunnerMarks;
}

/** One run of one policy at one site. */
export interface Run {
  /** `<utc>-<8 hex digits of the execution's id>`, e.g. `20261123T210800Z-1f2e3d4c`. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Why it captures nothing. */
  readonly pause?: Pause;
  /**
   * By which runners know each other's words, since the work area is a bucket that others may write: 32 bytes, encrypted
   * by the region's key, base64. Absent: discover could not have one, and the run is not signed.
   */
  readonly secret?: string;
}

/** One thing to capture. */
export interface CaptureItem extends Thing {
  /** What people call it, and what selections look at; the id, where the kind has no other name. */
  readonly name: string;
  /** Captured in the same run, each once, whoever else they belong to as well. */
  readonly related: readonly Related[];
  /** What only an inventory of the whole region can know about it: read by its kind alone, and checked there. */
  readonly hints?: Json;
  /** Of one whose records are read: of how many others of the run they are read after it. */
  readonly after?: number;
}

/** What discover returns; the items themselves lie in the store, pinned for this run. */
export interface Discovered {
  readonly request: BackupRequest;
  readonly run: Run;
  readonly items: PinnedItems;
}

/** The hashes travel with the state machine, where nobody who writes the bucket can change them. */
interface PinnedItems {
  readonly bucket: string;
  readonly key: string;
  readonly count: number;
  /** Of the items, as JSON with sorted keys: SHA-256, 64 hex digits. Absent: an older discover pinned them. */
  readonly sha256?: string;
  /** Of the warnings beside them. */
  readonly warnings?: string;
}

export interface CaptureEvent {
  readonly request: BackupRequest;
  readonly run: Run;
  readonly item: CaptureItem;
  /** Absent: the item is begun. */
  readonly continuation?: Continuation;
}

/** A point that a run committed. */
export interface KeptPoint {
  /** Of the manifest. */
  readonly key: string;
  /** Of the manifest's bytes, 64 hex digits. */
  readonly sha256: string;
}

/** How one item ended; `capture` writes it to the work prefix, `summarise` reads it. */
export interface CaptureOutcome extends ThingId {
  readonly status: "captured" | "gone" | "failed";
  /** Also of one that has failed, where its records alone could not be read. */
  readonly point?: KeptPoint;
  /** Bytes that were not there before. */
  readonly newBytes?: number;
  /** What a person must know although the point stands, such as a copy that cannot be opened yet. */
  readonly warnings: readonly string[];
  /** Who may call it and is not protected, in one text each. Absent: nobody, or an older zonekeep captured it. */
  readonly seen?: readonly string[];
  /** What its point holds of records, how many of them this run read, and how often others left it no read. Absent: none. */
  readonly records?: KeptRecords & { readonly read: number; readonly throttled: number };
  readonly error?: string;
}

/** What a capture answers that is called again: at once, or in a minute. */
export interface CaptureGoingOn extends Omit<CaptureOutcome, "status"> {
  readonly status: "reading" | "waiting";
  readonly continuation: Continuation;
}

export interface SummariseEvent {
  readonly request: BackupRequest;
  readonly run: Run;
  readonly items: Discovered["items"];
  /** Why the map over the items could not run, when it could not. */
  readonly mapError?: string;
}

/** Also what is kept under `runs/` and what the topic says. */
export interface RunSummary {
  readonly run: string;
  readonly policy: string;
  readonly site: string;
  /** `paused`: it began within a pause of its policy, and captured nothing. */
  readonly status: "complete" | "partial" | "failed" | "paused";
  readonly pause?: Pause;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly captured: number;
  readonly gone: number;
  readonly failed: readonly (ThingId & { readonly error: string })[];
  readonly warnings: readonly string[];
  /** What may call the things that were captured, and no point holds. Absent: nothing. */
  readonly seen?: readonly (ThingId & { readonly by: string })[];
  /** Of streams whose records the points hold. Absent: of none. */
  readonly records?: readonly (ThingId & NonNullable<CaptureOutcome["records"]>)[];
  /** What this run committed, sorted by key. */
  readonly points: readonly KeptPoint[];
  /** Of all the rest. Absent: nobody signed it, as the warnings say, or an older zonekeep kept it. */
  readonly signature?: RunSignature;
}
