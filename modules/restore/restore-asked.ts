import type { ThingId } from "../contract/kinds.ts";
import type { IdMap } from "../protectors/protector.ts";
import type { StreamStart } from "../protectors/stream-start.ts";
import type { Selected } from "./selected.ts";
import type { Wishes } from "./wishes.ts";

/** Words of `skip` may be those of parts, too, as a plan calls them. */
export interface RestoreAsked extends Wishes {
  /** At least one. */
  readonly things: readonly ThingId[];
  /**
   * `latest`, or the beginning of a run's id: of each thing that was asked for. Absent: what a restore has begun with, or
   * else the run of `selection`, or the newest.
   */
  readonly point?: string;
  /** Instead of `point`: the newest consistent set that had been captured by then, in milliseconds since 1970. */
  readonly at?: number;
  /** Where a person has not named the things one by one: what else is known of them. */
  readonly selection?: Omit<Selected, "things">;
  /** What a person says takes the place of what. */
  readonly map: IdMap;
  /** Another name at the destination; of a single thing only. */
  readonly as?: string;
  /** Only what was asked for, not what was captured with it. */
  readonly alone: boolean;
  readonly replace: boolean;
  readonly allowPublic: boolean;
  readonly streams?: StreamStart;
  /** From a runtime to the one that a person wants in its place; to itself: AWS still makes it, whatever its dates were. */
  readonly runtimes?: IdMap;
  /** Values of environment variables that points do not hold: function, variable, value. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
