import type { RestoreStep } from "../../protector.ts";
import type { FunctionDocument, FunctionSecrets } from "../document.ts";
import type { RestoreDeps } from "./deps.ts";
import type { Ids } from "./ids.ts";
import type { LiveFunction } from "./live.ts";

/** A step and how to do it. One that only keeps has nothing to do, or only remembers an id. */
export interface PlannedStep extends RestoreStep {
  readonly perform?: (ids: Ids) => Promise<void>;
}

/** Why a restore must not start. */
export interface Blocked {
  readonly because:
    | "untranslated" // bound to the source, and not in the map
    | "live" // something else is there, or the same thing otherwise
    | "public" // anybody could invoke it
    | "role" // an execution role that does not exist
    | "key"
    | "incomplete" // the point does not hold what it would take
    | "inexpressible"; // no call can make it
  /** What, with its name. */
  readonly message: string;
  readonly wayOut: string;
}

export type StreamStart = "latest" | "trim-horizon";

/** A plan in the making. */
export interface Draft {
  readonly deps: RestoreDeps;
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets;
  readonly live: LiveFunction | undefined;
  /** The function is ours to change: it is not there yet, or a restore of this very point began it. */
  readonly ours: boolean;
  readonly allowPublic: boolean;
  readonly streams: StreamStart | undefined;
  /** What is known of the destination's ids before the first step. */
  readonly ids: Ids;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
}

/** What changing something that is there counts as. */
export function overwriting({ ours }: Pick<Draft, "ours">): "create" | "replace" {
  return ours ? "create" : "replace";
}
