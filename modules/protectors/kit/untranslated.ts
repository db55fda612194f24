import type { Blocked } from "../blocked.ts";
import type { Untranslated } from "../untranslated.ts";

/** One thing that has no counterpart, however often it is named. */
export interface UntranslatedValue {
  readonly value: string;
  readonly reason: string;
  /** `versions[0].configuration.Role`, or that `and 60 more`. */
  readonly where: string;
}

/** By what has no counterpart, in the order in which it is first named. */
export function byValue(missing: readonly Untranslated[]): readonly UntranslatedValue[] {
  const groups = new Map<string, { readonly first: Untranslated; readonly paths: string[] }>();
  for (const one of missing) {
    const key = JSON.stringify([one.value, one.reason]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { first: one, paths: [one.path] });
    else known.paths.push(one.path);
  }
  return [...groups.values()].map(({ first: { value, reason }, paths }) => {
    const [first = "", ...others] = paths.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
    return { value, reason, where: others.length === 0 ? first : `${first} and ${others.length} more` };
  });
}

/** Why a restore must not start: one reason for each thing that has no counterpart. */
export function untranslated(missing: readonly Untranslated[]): Blocked[] {
  return byValue(missing).map(({ value, reason, where }) => ({
    because: "untranslated",
    message: `${where}: ${value}: ${reason}`,
    hint: "add it to the file of --map",
  }));
}
