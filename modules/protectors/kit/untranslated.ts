import { shortList } from "../../core/short-list.ts";
import type { Blocked } from "../blocked.ts";
import type { Untranslated } from "../untranslated.ts";

/** One thing that has no counterpart, however often it is named. */
export interface UntranslatedValue {
  readonly value: string;
  readonly reason: string;
  /** `versions[0].configuration.Role`; of many the first three, and how many more. */
  readonly where: string;
  readonly places: readonly Untranslated[];
}

const MAX_NAMED = 3;

/** By what has no counterpart, in the order in which it is first named. */
export function byValue(missing: readonly Untranslated[]): readonly UntranslatedValue[] {
  const groups = new Map<string, [Untranslated, ...Untranslated[]]>();
  for (const one of missing) {
    const key = JSON.stringify([one.value, one.reason]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()].map((places) => {
    const [{ value, reason }] = places;
    const paths = places.map(({ path }) => path).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    return { value, reason, where: shortList(paths, MAX_NAMED), places };
  });
}

/** Why a restore must not start: one reason for each thing that has no counterpart. */
export function untranslated(missing: readonly Untranslated[]): Blocked[] {
  return byValue(missing).map(({ value, reason, where, places }) => ({
    because: "untranslated",
    message: `${where}: ${value}: ${reason}`,
    hint: "add it to the file of --map",
    missing: places,
  }));
}
