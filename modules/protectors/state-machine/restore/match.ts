import { sameJson } from "../../kit/canonical.ts";
import type { LiveVersion } from "./live.ts";
import type { WantedRevision } from "./wanted.ts";

/**
 * Which versions of a point are there already: from their number to the one that they have there. At `home` a number is
 * never another version's, so equal numbers come first; the rest goes by order, since what a restore that was stopped has
 * published is found again as it was published.
 */
export function matchVersions(
  wanted: readonly WantedRevision[],
  live: readonly LiveVersion[],
  home: boolean,
): ReadonlyMap<string, string> {
  const matched = new Map<string, string>();
  const free = new Map(live.map((one) => [one.version, one]));
  const match = (version: string, number: string): void => {
    matched.set(version, number);
    free.delete(number);
  };
  for (const { version = "", form } of home ? wanted : [])
    if (sameJson(free.get(version)?.form, form)) match(version, version);
  for (const { version = "", form } of wanted) {
    if (matched.has(version)) continue;
    const [number] = [...free].find(([, there]) => sameJson(there.form, form)) ?? [];
    if (number !== undefined) match(version, number);
  }
  return matched;
}
