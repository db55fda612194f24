import type { TriggerKind } from "../../contract/triggers.ts";
import type { SiteId } from "../../policy/policy.ts";

/** What runs in an account, as far as it may need protection. Its schema is published: anything may write one. */
export interface Inventory {
  readonly format: 1;
  /** Twelve digits. */
  readonly account: string;
  /** Regions that were read to the end. Absent: whoever wrote the file answers for all of them. */
  readonly regions?: readonly SiteId[];
  /** Regions that could not be read, so that what runs there is not known. */
  readonly unread?: readonly UnreadRegion[];
  /** Entries of `select.resources` that were looked for in each of those regions. Absent: none was. */
  readonly named?: readonly string[];
  readonly resources: readonly InventoryResource[];
}

export interface UnreadRegion {
  readonly region: SiteId;
  readonly reason: string;
}

/** Kinds that policies select by tags and names. */
export type SelectedKind = "lambda";
/** What calls those or is used by them: by the word that `protect.triggers` has for it, or a file system. */
export type AttachedKind = TriggerKind | "file-system";

export interface InventoryResource<Kind extends SelectedKind | AttachedKind = SelectedKind | AttachedKind> {
  readonly kind: Kind;
  /** Without a qualifier. */
  readonly arn: string;
  readonly name: string;
  readonly region: SiteId;
  /** What selections look at beside name and tags: `runtime` of a function, which a container image has not. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** ARNs of the functions that it calls, or that use it. */
  readonly feeds?: readonly string[];
  /** Who may call it, and has no kind that runs keep, in one text each: `iot.amazonaws.com, arn:...`. Absent: nobody looked. */
  readonly callers?: readonly string[];
  /** ARN of the function that it repeats near its users; such a replica comes back with the original. */
  readonly replicaOf?: string;
}
