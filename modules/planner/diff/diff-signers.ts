import type { PinnedKey } from "../../contract/signing.ts";
import { compareText } from "../../core/source-order.ts";
import type { Plan, StandbyUnit } from "../plan.ts";
import { type Carried, listed } from "./difference.ts";
import { same } from "./same.ts";

/**
 * Whose signatures are believed. Each site has the keys of those that copy to it: a key counts as new when no site
 * had it, so that another copy is none. Fewer keys leave points that nobody can tell from forged ones.
 */
export function diffSigners(before: Plan, after: Plan): Carried[] {
  const [old, now] = [signersOf(before), signersOf(after)];
  const told = (keys: readonly PinnedKey[], what: (names: string) => string): Carried[] => {
    if (keys.length === 0) return [];
    const names = keys.map(({ region, key }) => `${key} of ${region}`).sort(compareText);
    const one = { class: "widens", path: "signing", what: what(listed(names)) } as const;
    return [one, ...sitesWith(after, keys).map((stack) => ({ ...one, stack }))];
  };
  const [gained, stay] = [[...now.values()], [...old.values()]];
  return [
    ...told(
      gained.filter(({ key }) => !old.has(key)),
      (names) => `signatures by ${names} are believed too`,
    ),
    ...told(
      gained.filter((one) => old.has(one.key) && !same(old.get(one.key), one)),
      (names) => `another public key, or other days, are pinned for ${names}`,
    ),
    ...told(
      stay.filter(({ key }) => !now.has(key)),
      (names) => `signatures by ${names} are no longer known`,
    ),
  ];
}

function standbys({ stacks }: Plan): (readonly [string, StandbyUnit])[] {
  return stacks.flatMap(({ id, units }) =>
    units.flatMap((unit) => (unit.kind === "standby" ? [[id, unit] as const] : [])),
  );
}

function signersOf(plan: Plan): ReadonlyMap<string, PinnedKey> {
  return new Map(standbys(plan).flatMap(([, { signers = [] }]) => signers.map((one) => [one.key, one])));
}

/** Those that have such a key, or the site of its region, which had it. */
function sitesWith(plan: Plan, keys: readonly PinnedKey[]): string[] {
  return standbys(plan)
    .filter(([, { site, signers = [] }]) =>
      keys.some(({ key, region }) => region === site || signers.some((one) => one.key === key)),
    )
    .map(([id]) => id);
}
