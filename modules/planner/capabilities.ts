import type { TriggerKind } from "../contract/triggers.ts";
import type { EventKind, LockMode, Protect, SiteId, StateKind } from "../policy/policy.ts";
import type { PriceBook } from "./cost/price-book.ts";
import type { Limit, Range } from "./limit.ts";

/** Something that the language can say and a provider may not offer, by the path that says it. */
export type Feature =
  | "select.arns"
  | "select.runtimes"
  | "select.accounts"
  | "select.resources"
  | "protect.code.latest"
  | "protect.code.all"
  | "protect.configuration.without-environment"
  | `protect.triggers.${TriggerKind}`
  | `protect.state.${StateKind}`
  | `protect.events.${EventKind}`
  | "schedule.rate"
  | "schedule.cron"
  | "schedule.time-zone"
  | "schedule.start-window"
  | "schedule.completion-window"
  | "schedule.pauses"
  | "schedule.on.change"
  | "schedule.on.deployment"
  | "schedule.overlap.skip"
  | "retention.generations"
  | "retention.cold-after"
  | "copies.account"
  | "copies.target"
  | "copies.keep"
  | "copies.cold-after"
  | "copies.lock"
  | `lock.${LockMode}`
  | "hold"
  | "objectives.rto"
  | "drill"
  | "alerts"
  | "compliance"
  | "encryption";

/** What is wrong with an entry of `select.resources`, before it is known where it was written. */
export interface RefusedResource {
  readonly code: "UNSUPPORTED" | "VALUE";
  readonly message: string;
  readonly hint: string;
  /** It may be meant so. */
  readonly warns?: true;
}

/** What holds the events of a word of `protect.events`, and how runs come to it. */
export interface EventHolder {
  /** What one of them is called: `record`. */
  readonly noun: string;
  /** What several holders are called: `streams`. */
  readonly many: string;
  /** How `select.resources` names one: `kinesis-stream/NAME`. */
  readonly written: string;
  /** Words of `protect.triggers` by which functions bring it along, its own first. */
  readonly followed: readonly TriggerKind[];
  /** What brings it along when it calls anything that is kept, `pipes`, and the word by which that is followed. */
  readonly callers: readonly { readonly trigger: TriggerKind; readonly many: string }[];
  /** Whether an entry of `select.resources` may name one, or what brings one along. */
  readonly mayBring: (resource: string) => boolean;
}

/** What a provider can do, asked by the planner; the answer lives beside the provider's code. */
export interface Capabilities {
  /** Why a feature is not offered, in words that follow its name; undefined when it is. */
  readonly refuse: (feature: Feature) => string | undefined;
  /** Characters of a policy's name: what runs is named after site and policy. */
  readonly policyName: Limit;
  /** Days. */
  readonly retention: Range;
  /** Minutes between two runs. */
  readonly every: Range;
  /** Minutes. */
  readonly startWindow: Range;
  /** Minutes; the completion window is also at least this much longer than the start window. */
  readonly completionWindow: { readonly min: Limit; readonly beyondStart: Limit };
  /** Days that cold storage is paid for, whatever is deleted before: a point stays at least as long. */
  readonly coldStay: Limit;
  /** Minutes of a stream or an archive that can be kept at most; `all` is not bounded by it. */
  readonly events: Limit;
  readonly eventHolder: (kind: EventKind) => EventHolder;
  /** Why an entry of `select.resources` can name nothing that runs keep; undefined where it may. */
  readonly refuseResource: (
    one: string,
    estate: { readonly account: string; readonly partition: string },
  ) => RefusedResource | undefined;
  /** The one region in which runs keep what an entry of `select.resources` names, of a global service. Absent: there is none. */
  readonly homeOf?: (one: string) => SiteId | undefined;
  /** Resources that one policy may name. */
  readonly resources: Limit;
  /** Bytes of what selects a policy's functions: each run is handed it. */
  readonly selection: Limit;
  /** Most copies of one site. */
  readonly copies: Limit;
  /** Whether this region exists and has all that a site needs; otherwise why not. */
  readonly refuseRegion: (id: SiteId) => string | undefined;
  /** Why a copy between these regions cannot exist. */
  readonly refuseCopy: (from: SiteId, to: SiteId) => string | undefined;
  /** Minutes after which a copy has arrived. */
  readonly replication: Limit;
  /** Where a region's data lies in law: countries and unions, `DE`, `EU`. Undefined: not known. */
  readonly jurisdictions: (region: SiteId) => readonly string[] | undefined;
  /** Every jurisdiction that a region lies in, for what is misspelt. */
  readonly knownJurisdictions: readonly string[];
  /** Every runtime that functions have or had, as globs are matched with it. */
  readonly runtimes: readonly string[];
  /** Reads a minute that the provider answers in a region, for the customer and for us together. */
  readonly reads: Limit;
  /** Reads that one run makes of one function, and once for each page of functions, which holds so many. */
  readonly readsOfRun: (protect: Protect) => {
    readonly perFunction: number;
    readonly perPage: number;
    readonly pageSize: number;
  };
  readonly prices: PriceBook;
}
