import type { SourcePos } from "../core/diagnostic.ts";
import type { LockMode, Protection, Selection, SiteId } from "../policy/policy.ts";

interface UnitBase {
  /** Unique and stable: `<site>.<kind>` or `<site>.<kind>.<name>`. */
  readonly id: string;
  /** The site whose stack holds it. */
  readonly site: SiteId;
  /** Every line that asked for it, sorted. */
  readonly because: readonly SourcePos[];
}

/** Encrypts what one site keeps. */
interface KeyUnit extends UnitBase {
  readonly kind: "key";
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
interface RunnersUnit extends UnitBase {
  readonly kind: "runners";
}

/** The role that writes one edge zone's points, and nothing else's. */
interface ZoneRoleUnit extends UnitBase {
  readonly kind: "zone-role";
  readonly parent: SiteId;
}

/** What a restore needs to have in place before a region is lost. */
interface StandbyUnit extends UnitBase {
  readonly kind: "standby";
  readonly passRoles: readonly string[];
}

/** Tells people that a run failed or was partial. */
interface AlarmUnit extends UnitBase {
  readonly kind: "alarm";
  readonly notify: readonly string[];
}

/** One policy, run again and again at one site. */
export interface ScheduleUnit extends UnitBase {
  readonly kind: "schedule";
  readonly policy: string;
  readonly owner: string;
  readonly everyMinutes: number;
  readonly select: Omit<Selection, "at">;
  readonly protect: readonly Protection[];
  readonly retentionDays: number;
  readonly lock: LockMode;
  /** At an edge zone: only functions tagged for it. At a region: none of those tagged for these zones. */
  readonly zone?: SiteId;
  readonly zonesElsewhere: readonly SiteId[];
  /** Sites that receive a copy, sorted. */
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
  readonly units: readonly Unit[];
  /** Stacks that must exist before it: links on the sites they join. */
  readonly dependsOn: readonly string[];
}

/** What must exist, and why. Sorted, so the same policies give the same bytes. */
export interface Plan {
  readonly account: string;
  readonly partition: string;
  readonly stacks: readonly StackPlan[];
}
