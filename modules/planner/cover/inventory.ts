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
  readonly functions: readonly InventoryFunction[];
  readonly resources?: readonly InventoryResource[];
}

export interface UnreadRegion {
  readonly region: SiteId;
  readonly reason: string;
}

export interface InventoryFunction {
  readonly arn: string;
  readonly name: string;
  readonly region: SiteId;
  /** Absent for a container image. */
  readonly runtime?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** ARN of the function that it repeats near its users; such a replica comes back with the original. */
  readonly replicaOf?: string;
}

/** A resource that calls functions or that they use, by the word that `protect.triggers` has for it. */
export type ResourceKind = TriggerKind | "file-system";

export interface InventoryResource {
  readonly arn: string;
  readonly kind: ResourceKind;
  readonly region: SiteId;
  /** ARNs of the functions that it calls, or that use it. */
  readonly feeds?: readonly string[];
}
