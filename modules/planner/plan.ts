import type { PinnedKey } from "../contract/signing.ts";
import type { SourceRevisionRule } from "../contract/source-revision.ts";
import type { SourcePos } from "../core/diagnostic.ts";
import type { StateBackend } from "../policy/estate.ts";
import type {
  Acceptance,
  Alerts,
  Compliance,
  Copy,
  Cost,
  DateText,
  Drill,
  Encryption,
  Hold,
  Lock,
  LockMode,
  Objectives,
  Origin,
  Protect,
  Retention,
  Schedule,
  Selection,
  SiteId,
} from "../policy/policy.ts";
import type { ReadBudget } from "./budget/budget.ts";

interface UnitBase {
  /** Unique and stable: `<site>.<kind>` or `<site>.<kind>.<name>`. */
  readonly id: string;
  /** The site whose stack holds it. */
  readonly site: SiteId;
  /** The lines that asked for it, sorted; where many did, the first of them. */
  readonly because: readonly SourcePos[];
  /** How many more lines asked for it. Absent: none. */
  readonly moreLines?: number;
}

/** Encrypts what one site keeps. */
interface KeyUnit extends UnitBase {
  readonly kind: "key";
  /** Of a retired region: as many keys as have signed its runs stay too, and sign nothing more. Absent: it has none, or runners. */
  readonly signed?: number;
}

/** A vault and the range of retentions its lock accepts, in days. */
export interface VaultUnit extends UnitBase {
  readonly kind: "vault";
  readonly lock: LockMode;
  readonly minDays: number;
  readonly maxDays: number;
}

/** The recovery-point store of a region; its edge zones keep their points in it, under their own prefix. */
interface StoreUnit extends UnitBase {
  readonly kind: "store";
}

/** What discovers, captures and summarises in a region, for itself and its edge zones. */
export interface RunnersUnit extends UnitBase {
  readonly kind: "runners";
  /** Which of the region's keys signs its runs, from 2 on; those before it stay, and sign nothing. Absent: the first. */
  readonly generation?: number;
  /** Where functions say which revision of their source they were built from. Absent: the estate has no rule. */
  readonly sourceRevision?: SourceRevisionRule;
}

/** The role that writes one edge zone's points, and nothing else's. */
interface ZoneRoleUnit extends UnitBase {
  readonly kind: "zone-role";
  readonly parent: SiteId;
}

/** What a restore needs to have in place before a region is lost. */
export interface StandbyUnit extends UnitBase {
  readonly kind: "standby";
  readonly passRoles: readonly string[];
  /** Globs of who may take it, sorted: `role/backup-operators`, `user/alice`. Absent: whoever the account lets. */
  readonly principals?: readonly string[];
  /** Keys whose signatures are believed there: its own and those of the regions that copy to it. Absent: none is pinned. */
  readonly signers?: readonly PinnedKey[];
}

/** Another region that this one tells of when it falls silent, and of what was done to its alarms. */
export interface Watch {
  readonly region: SiteId;
  /** Minutes within which some run of the region begins, also where clocks change. Absent: nothing runs there. */
  readonly within?: number;
}

/** Tells people that a run failed or was partial. */
export interface AlarmUnit extends UnitBase {
  readonly kind: "alarm";
  readonly notify: readonly string[];
  /** Of a region: another one, which watches it. Absent: the estate has no other. */
  readonly watchedBy?: SiteId;
  readonly watches?: Watch;
}

/** When one site runs a policy, jitter included: five cron fields in the policy's time zone, or minutes from the deployment on. */
export type RunTimes = { readonly cron: string } | { readonly rate: number };

/** One policy, run again and again at one site. What it promises stands under its name in `policies`. */
export interface ScheduleUnit extends UnitBase {
  readonly kind: "schedule";
  readonly policy: string;
  readonly times: RunTimes;
  /** At an edge zone: only functions tagged for it. */
  readonly zone?: SiteId;
  /** At a region: none of those tagged for these zones. */
  readonly zonesElsewhere: readonly SiteId[];
  /** The region that is told when a run begins, so that it misses one. Absent: the estate has no other. */
  readonly watchedBy?: SiteId;
  /** Which of its region's keys is to sign it, as the region's runners have it. */
  readonly generation?: number;
  /** Regions that receive a copy, sorted. */
  readonly copies: readonly SiteId[];
}

/** Everything one site keeps, copied to another region. */
export interface CopyUnit extends UnitBase {
  readonly kind: "copy";
  readonly to: SiteId;
}

export type Unit =
  | KeyUnit
  | VaultUnit
  | StoreUnit
  | RunnersUnit
  | ZoneRoleUnit
  | StandbyUnit
  | AlarmUnit
  | ScheduleUnit
  | CopyUnit;

/** One deployable set of units. Wave 1 may be deployed in any order, wave 2 after wave 1. */
export interface StackPlan {
  /** `site-us-east-1`, `zone-us-east-1-bos-1a`, `links-us-east-1`. */
  readonly id: string;
  readonly kind: "site" | "zone" | "links";
  readonly site: SiteId;
  /** Where its resources live: the site itself, or the parent of a zone. */
  readonly region: SiteId;
  readonly wave: 1 | 2;
  /** No longer in use: it holds what is kept until this day, and nothing runs. */
  readonly retiredUntil?: DateText;
  readonly units: readonly Unit[];
  /** Stacks that must exist before it: links on the sites they join. */
  readonly dependsOn: readonly string[];
}

/** What may be lost at worst, in minutes: the changes since the last point that can be restored from. */
export interface Exposure {
  /** Longest time between two runs, pauses and changes of clocks aside. */
  readonly interval: number;
  /** The completion window, else the start window. */
  readonly window: number;
  /** Until a copy has arrived; 0 without one. */
  readonly replication: number;
  /** While the source site stands: interval and window. */
  readonly local: number;
  /** When the source region is lost: the sum of all three. Absent: nothing is left, since there is no copy. */
  readonly remote?: number;
}

/** What one policy promises, and where each value comes from. */
export interface PolicyPlan {
  readonly name: string;
  readonly owner: string;
  readonly because: SourcePos;
  readonly select: Selection;
  /** Sorted. */
  readonly sites: readonly SiteId[];
  readonly protect: Protect;
  readonly schedule: Schedule;
  readonly retention: Retention;
  readonly copies: readonly Copy[];
  readonly lock: Lock;
  readonly stayIn?: readonly string[];
  readonly hold?: Hold;
  readonly objectives?: Objectives;
  readonly drill?: Drill;
  readonly alerts?: Alerts;
  readonly compliance?: Compliance;
  readonly encryption?: Encryption;
  readonly cost: Cost;
  /** Changes of this policy that may pass although they protect less. Absent: none. */
  readonly accept?: readonly Acceptance[];
  readonly exposure: Exposure;
  /** By path: `schedule`, `schedule.every`, `copies.eu-west-1`. What stands under none of them is a default. */
  readonly origins: Readonly<Record<string, { readonly from: Origin; readonly at: SourcePos }>>;
}

/** Which zonekeep a repository pins, by its package.json and npm's lock. */
export interface PinnedRelease {
  /** What package.json asks for: `^0.1.0`. Absent in zonekeep's own repository. */
  readonly wanted?: string;
  /** What the lock holds; in zonekeep's own repository its version. Absent: no lock holds one. */
  readonly version?: string;
  /** Where the lock has it from, and under which name if it is another package's. Absent: the lock does not tell. */
  readonly source?: string;
  /** Hash of the package in the lock, or the commit of a repository. */
  readonly integrity?: string;
  /** In zonekeep's own repository: SHA-256 of its code, 64 hex digits. Absent: git could not be asked. */
  readonly code?: string;
}

/** S3-compatible storage outside of the provider. */
export interface TargetPlan {
  readonly name: string;
  readonly endpoint: string;
  readonly bucket: string;
}

/** What must exist, and why. Sorted, so the same policies give the same bytes. */
export interface Plan {
  /** Of the plan's own JSON; its schema is published. */
  readonly format: 1;
  readonly account: string;
  readonly partition: string;
  /** Where Terraform keeps what it deployed. Absent in plans of versions that did not tell. */
  readonly state?: StateBackend;
  /** The zonekeep that is to deploy it. Absent: nothing pins it, or a version wrote the plan that did not tell. */
  readonly zonekeep?: PinnedRelease;
  /** Jurisdictions that no policy's points may leave, sorted. Absent: the estate names none. */
  readonly stayIn?: readonly string[];
  /** Storage outside of the provider that copies may go to, by name. Absent: there is none. */
  readonly targets?: readonly TargetPlan[];
  /** Changes of the estate, its sites and policies that are gone that may pass although they protect less. Absent: none. */
  readonly accept?: readonly Acceptance[];
  /** By name. */
  readonly policies: readonly PolicyPlan[];
  readonly stacks: readonly StackPlan[];
  /** Of each region that has schedules, by its name. */
  readonly budgets: readonly ReadBudget[];
}
