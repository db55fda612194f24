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
    ...diffGenerations(before, after),
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

/** A region's next key, whose public half nobody knows before it is deployed; or one of before, which signs no more. */
function diffGenerations(before: Plan, after: Plan): Carried[] {
  const old = new Map(before.stacks.flatMap(({ units }) => units.map((unit) => [unit.id, unit])));
  return after.stacks.flatMap(({ id, units }) =>
    units.flatMap((unit): Carried[] => {
      const was = old.get(unit.id);
      if (unit.kind !== "runners" || was?.kind !== "runners" || was.generation === unit.generation) return [];
      const what = `key ${unit.generation ?? 1} signs the runs of ${unit.site}, in place of key ${was.generation ?? 1}`;
      const one = { class: "widens", path: "signing", what } as const;
      return [
        one,
        ...schedulesOf(after, unit.site).map((stack) => ({ ...one, stack })),
        { ...one, stack: id },
      ];
    }),
  );
}

/** Edge zones of a region, whose schedules name the key. */
function schedulesOf({ stacks }: Plan, region: string): string[] {
  return stacks.filter((stack) => stack.kind === "zone" && stack.region === region).map(({ id }) => id);
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
