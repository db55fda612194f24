import type { SourcePos } from "../core/diagnostic.ts";
import type { Block } from "../policy/policy.ts";

/** Where a value of a block was written: `eu-west-1.keep`, else `eu-west-1`, else the block itself. */
export function placeOf({ places, at }: Block<unknown>, path: string): SourcePos {
  for (let part = path; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    const place = places[part];
    if (place !== undefined) return place;
  }
  return at;
}
