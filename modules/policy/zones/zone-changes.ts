import type { ZoneLock } from "../estate.ts";
import type { SiteId } from "../policy.ts";

/** One site of which the lock says something else than before. */
export interface ZoneChange {
  readonly kind: "region" | "zone";
  readonly id: SiteId;
  /** `gone`: not listed any more, so retired. `returned`: listed again. */
  readonly change: "added" | "changed" | "gone" | "returned";
  /** What differs, by key; what was not known is absent. */
  readonly before: Facts;
  readonly after: Facts;
}

export type Facts = Readonly<Record<string, string | boolean | undefined>>;

/** What a merge changed, in the lock's order: regions, then zones. */
export function zoneChanges(before: ZoneLock, after: ZoneLock): ZoneChange[] {
  return [...changes("region", before.regions, after.regions), ...changes("zone", before.zones, after.zones)];
}

type Site = Facts & { readonly id: SiteId };

function changes(
  kind: ZoneChange["kind"],
  before: readonly object[],
  after: readonly object[],
): ZoneChange[] {
  const known = new Map((before as readonly Site[]).map((site) => [site.id, site]));
  return (after as readonly Site[]).flatMap(({ id, ...now }): ZoneChange[] => {
    const { id: _, ...old }: Facts = known.get(id) ?? {};
    const keys = Object.keys({ ...old, ...now }).filter((key) => old[key] !== now[key]);
    if (keys.length === 0) return [];
    const change = known.has(id) ? changeOf(old, now) : "added";
    return [{ kind, id, change, before: pick(old, keys), after: pick(now, keys) }];
  });
}

function changeOf(old: Facts, now: Facts): ZoneChange["change"] {
  if (old.retired === now.retired) return "changed";
  return now.retired === undefined ? "returned" : "gone";
}

function pick(facts: Facts, keys: readonly string[]): Facts {
  return Object.fromEntries(keys.flatMap((key) => (facts[key] === undefined ? [] : [[key, facts[key]]])));
}
