import type { SourcePos } from "../core/diagnostic.ts";
import type { Block } from "../policy/policy.ts";

/** Where a value of a block was written: `eu-west-1.keep`, else `eu-west-1`, else the block itself. */
export function placeOf({ places, at }: Block<unknown>, path: string): SourcePos {
  return nearestOf(places, path) ?? at;
}

/** What stands under a path, else under the nearest path around it. A path such as `constructor` is only there when written. */
export function nearestOf<T>(byPath: Readonly<Record<string, T>>, path: string): T | undefined {
  for (let part = path; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf("."))))
    if (Object.hasOwn(byPath, part)) return byPath[part];
  return undefined;
}

/** Of two blocks that contradict each other, whether only the second is the policy's own, and so is the one to mend. */
export function isOnlyOwn(second: Block<unknown>, first: Block<unknown>): boolean {
  return second.from === "policy" && first.from !== "policy";
}

/** Where two blocks that contradict each other are mended: in the first, unless only the second is the policy's own. */
export function placeToMend(
  [first, path]: readonly [Block<unknown>, string],
  [second, secondPath]: readonly [Block<unknown>, string],
): SourcePos {
  return isOnlyOwn(second, first) ? placeOf(second, secondPath) : placeOf(first, path);
}
