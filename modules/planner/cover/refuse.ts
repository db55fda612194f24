import type { PlannedRun } from "../planned-runs.ts";
import type { InventoryResource, SelectedKind } from "./inventory.ts";

/** Why a run does not take a resource. Nothing in either list: it takes it. */
interface Refusal {
  /** Conditions that do not hold, `exclude` aside: `tag service is refunds`. */
  readonly unmet: readonly string[];
  /** Globs of `exclude` that match. */
  readonly excludedBy: readonly string[];
}

/** The rule by which runs select, handed in so that there is only one. */
export type Refuse = (run: PlannedRun, item: InventoryResource<SelectedKind>) => Refusal;
