import type { TriggerKind } from "../contract/triggers.ts";
import type { SourcePos } from "../core/diagnostic.ts";

/** Who said it: the policy, a profile it extends, the estate's defaults, or nobody, so that zonekeep's own default holds. */
export type Origin = "policy" | "profile" | "estate" | "default";

/** A value and the place that asked for it. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: Origin;
  /** For `default`, the place that could override it: the policy's first line. */
  readonly at: SourcePos;
}

/**
 * What stands under one key of a policy. A block is taken whole from the policy, else from a profile, else from the
 * estate's defaults: never one half from here and the other from there.
 */
export interface Block<T> extends Sourced<T> {
  /** Place of each value that was written in it, by its path: `start-window`, `pauses.2026-12-20.to`. */
  readonly places: Readonly<Record<string, SourcePos>>;
}

/** A region (`us-east-1`) or an edge zone (`us-east-1-bos-1a`). */
export type SiteId = string;

/** A day, `2027-01-15`; it begins at midnight in the schedule's time zone. */
export type DateText = string;

/** Sites of the estate: one by its name, a set, a glob over names, `all`; or the edge zones of a type or a parent (AND). */
export type SiteTerm =
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "zones";
      readonly names: string;
      readonly type?: string;
      readonly parent?: string;
    };

export interface Exclusion {
  /** Glob of function names. */
  readonly name: string;
  /** Why they need no protection; coverage reports those without a reason. */
  readonly reason?: string;
}

/** Which functions: AND between the keys, OR within a list, and never one that `exclude` matches. Sorted. */
export interface Selection {
  /** Tag key to the values accepted; `*` accepts any value. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** Name globs, `*` and `?`. Empty: every name. */
  readonly names: readonly string[];
  /** Globs of function ARNs. Empty: every one. */
  readonly arns: readonly string[];
  /** Globs of runtimes, `nodejs*`. Empty: every one. */
  readonly runtimes: readonly string[];
  /** Accounts, twelve digits. Empty: the estate's. */
  readonly accounts: readonly string[];
  readonly exclude: readonly Exclusion[];
  /** What is protected without a function that uses it: ARNs, and `sqs-queue/orders-*`. */
  readonly resources: readonly string[];
}

export const STATE_KINDS = ["buckets", "file-systems", "tables"] as const;
export const EVENT_KINDS = ["eventbridge", "kinesis"] as const;

export type Versions = "latest" | "published" | "all";
export type StateKind = (typeof STATE_KINDS)[number];
export type EventKind = (typeof EVENT_KINDS)[number];

/** What of a function is kept. Code and configuration always are: neither is restored without the other. */
export interface Protect {
  /** `published`: `$LATEST`, the versions in use and the five newest. */
  readonly code: Versions;
  readonly configuration: "all" | "without-environment";
  /** `all` is every kind that the provider captures. */
  readonly triggers: "all" | readonly TriggerKind[];
  readonly state: readonly StateKind[];
  /** Minutes of each stream or archive, or all that it holds. */
  readonly events: Readonly<Partial<Record<EventKind, number | "all">>>;
}

/** `every` keeps to the clock, `rate` counts from the deployment on; both in minutes. `cron` has the five usual fields. */
export type Timing = { readonly every: number } | { readonly rate: number } | { readonly cron: string };

/** No run begins from the first day on, until the second begins. */
export interface SchedulePause {
  readonly from: DateText;
  readonly to: DateText;
  readonly reason: string;
}

export interface Schedule {
  readonly timing: Timing;
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes within which runs are spread; each site's place in it is always the same. */
  readonly startWindow: number;
  /** Minutes from the scheduled time on, after which a run counts as failed. */
  readonly completionWindow?: number;
  /** Sorted, none overlapping. */
  readonly pauses: readonly SchedulePause[];
  readonly on: readonly ("change" | "deployment")[];
  readonly overlap: "allow" | "skip";
}

/** As a policy has it. */
export interface WrittenSchedule extends Schedule {
  /** Other timings, which is a mistake: what is wrong with each is told all the same. */
  readonly beside?: readonly Timing[];
}

export const GENERATIONS = ["hourly", "daily", "weekly", "monthly", "yearly"] as const;
export type Generation = (typeof GENERATIONS)[number];

/** How long a point is kept and locked. At least one of `keep` and `generations`. */
export interface Retention {
  /** Days that every point is kept. */
  readonly keep?: number;
  /** How many of the first points of an hour, day, week, month, year are kept. */
  readonly generations: Readonly<Partial<Record<Generation, number>>>;
  /** Days after which points move to cold storage. */
  readonly coldAfter?: number;
}

export type LockMode = "governance" | "compliance";

export interface Lock {
  readonly mode: LockMode;
  /** Of a compliance lock: who said that nobody shall be able to take it back. */
  readonly confirmed?: Confirmation;
}

/** Written as `2026-11-29 by ana for 35d`. */
export interface Confirmation {
  readonly on: DateText;
  readonly by: string;
  /** The longest that a point may be locked, in days: what is kept longer needs another confirmation. */
  readonly days: number;
}

/** Where every point of a policy goes too. What is not said is as at the source. */
export interface Copy {
  /** A region, or an on-premises target of the estate. */
  readonly to: string;
  readonly account?: string;
  /** Days. */
  readonly keep?: number;
  /** Days. */
  readonly coldAfter?: number;
  readonly lock?: LockMode;
}

/** Points that outlive their retention until the hold is taken away. */
export interface Hold {
  readonly reason: string;
  readonly until?: DateText;
}

export interface Objectives {
  /** Minutes of changes that may be lost. */
  readonly rpo?: number;
  /** Minutes until functions answer again elsewhere. */
  readonly rto?: number;
  /** How many regions may be lost at once with a point left to restore from. */
  readonly survive?: number;
}

export interface Drill {
  /** Minutes between two drills. */
  readonly every: number;
  /** Where functions are restored to. Absent: the first copy. */
  readonly site?: SiteId;
}

export interface Alerts {
  readonly notify: readonly string[];
  readonly on: readonly ("failed" | "late" | "partial")[];
}

export interface Compliance {
  readonly frameworks: readonly string[];
}

export interface Encryption {
  /** ARN of a KMS key of the customer's. */
  readonly key: string;
}

/** What the policy may cost, and what the estimate is made with where there is no inventory. */
export interface Cost {
  /** US dollars a month. */
  readonly limit?: number;
  /** Functions at each site. */
  readonly functions: number;
  /** Bytes of one package. */
  readonly packageSize: number;
  /** How often a function is deployed in a month. */
  readonly changes: number;
}

/** The word that lets a change pass which protects less, lets somebody do more, destroys something or cannot be taken back. */
export interface Acceptance {
  readonly change: "weakens" | "widens" | "destroys" | "irreversible";
  readonly reason: string;
}

/** What a policy, a profile and the estate's defaults can all say, by the key that says it. */
export interface Promises {
  readonly protect: Block<Protect>;
  readonly schedule: Block<WrittenSchedule>;
  readonly retention: Block<Retention>;
  readonly copies: Block<readonly Copy[]>;
  readonly lock: Block<Lock>;
  /** Jurisdictions that points may not leave: `EU`, `DE`. The estate's own rule holds beside it. */
  readonly "stay-in"?: Block<readonly string[]>;
  readonly hold?: Block<Hold>;
  readonly objectives?: Block<Objectives>;
  readonly drill?: Block<Drill>;
  readonly alerts?: Block<Alerts>;
  readonly compliance?: Block<Compliance>;
  readonly encryption?: Block<Encryption>;
  readonly cost: Block<Cost>;
}

/** What was promised, for which functions, where and for how long. */
export interface Policy extends Promises {
  readonly name: string;
  readonly nameAt: SourcePos;
  readonly owner: Sourced<string>;
  readonly select: Block<Selection>;
  readonly sites: readonly Sourced<SiteTerm>[];
  readonly excludeSites: readonly Sourced<SiteTerm>[];
  readonly accept: readonly Sourced<Acceptance>[];
  readonly at: SourcePos;
}
