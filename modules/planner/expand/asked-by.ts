import type { SourcePos } from "../../core/diagnostic.ts";
import { uniquePositions } from "../../core/source-order.ts";
import type { Unit } from "../plan.ts";

/**
 * Lines that a unit names. What a whole site shares is asked for by every policy of the site, and each of them is
 * named by its own schedule: a thousand lines under each of six units would only make the plan long.
 */
const MAX_LINES = 20;

/** Why a unit is there: each line once, in order, those beyond the first 20 only counted. */
export function askedBy(lines: readonly SourcePos[]): Pick<Unit, "because" | "moreLines"> {
  const all = uniquePositions(lines);
  const more = all.length - MAX_LINES;
  return more > 0 ? { because: all.slice(0, MAX_LINES), moreLines: more } : { because: all };
}
