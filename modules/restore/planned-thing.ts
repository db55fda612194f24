import type { Blocked } from "../protectors/blocked.ts";
import type { Reference, ThingPlan, Translation } from "../protectors/protector.ts";
import type { GatheredThing } from "./gathered-thing.ts";

/** One thing of a restore: what it was, what it is to be, and how. */
export interface PlannedThing {
  readonly thing: GatheredThing;
  /** Where it was. */
  readonly arn: string;
  readonly references: readonly Reference[];
  readonly translation: Translation<unknown, unknown>;
  readonly plan: ThingPlan;
  /** Why it could not be written as it was, also where it is kept as it is there. */
  readonly unwritable: readonly Blocked[];
}
