import type { SourcePos } from "../../core/diagnostic.ts";
import { matchesGlob } from "../../core/glob.ts";
import { compareText } from "../../core/source-order.ts";
import type { Estate } from "../../policy/estate.ts";
import type { Policy, SiteId, SiteTerm, Sourced } from "../../policy/policy.ts";

/** A policy whose terms have become sites of the estate. */
export interface PlacedPolicy extends Policy {
  /** Its sites by name, each with the places of the terms that mean it. */
  readonly placed: ReadonlyMap<SiteId, readonly SourcePos[]>;
  /** Terms that mean no site of the estate. */
  readonly unknown: readonly Sourced<SiteTerm>[];
}

/** What a term means in this estate; undefined where it means nothing. */
export type MeaningOf = (term: SiteTerm) => readonly SiteId[] | undefined;

/** Each policy at its sites. */
export function placePolicies(policies: readonly Policy[], estate: Estate): PlacedPolicy[] {
  const meaning = siteMeanings(estate);
  return policies.map((policy) => {
    const excluded = new Set(policy.excludeSites.flatMap(({ value }) => meaning(value) ?? []));
    const placed = new Map<SiteId, SourcePos[]>();
    for (const { value, at } of policy.sites)
      for (const id of meaning(value) ?? [])
        if (!excluded.has(id)) placed.set(id, [...(placed.get(id) ?? []), at]);
    return {
      ...policy,
      placed: new Map([...placed].sort(([a], [b]) => compareText(a, b))),
      unknown: [...policy.sites, ...policy.excludeSites].filter(({ value }) => meaning(value) === undefined),
    };
  });
}

/** The meanings of terms, each found out once: a thousand policies say the same few. */
export function siteMeanings(estate: Estate): MeaningOf {
  const known = new Map<string, readonly SiteId[] | undefined>();
  return (term) => {
    const key = termText(term);
    if (!known.has(key)) known.set(key, meaningOf(term, estate));
    return known.get(key);
  };
}

/** A term as it was written, near enough to be recognized. */
export function termText(term: SiteTerm): string {
  if (term.kind === "name") return term.name;
  const type = term.type === undefined ? "" : `, type: ${term.type}`;
  const parent = term.parent === undefined ? "" : `, parent: ${term.parent}`;
  return `{ zones: ${term.names}${type}${parent} }`;
}

function meaningOf(term: SiteTerm, estate: Estate): readonly SiteId[] | undefined {
  const { regions, zones, sets } = estate;
  const some = (ids: readonly SiteId[]): readonly SiteId[] | undefined =>
    ids.length === 0 ? undefined : ids;
  if (term.kind === "zones") {
    const { names, type, parent } = term;
    return some(
      zones
        .filter((zone) => matchesGlob(names, zone.id))
        .filter((zone) => (type ?? zone.type) === zone.type && (parent ?? zone.parent) === zone.parent)
        .map(({ id }) => id),
    );
  }
  const all = [...regions, ...zones].map(({ id }) => id);
  const { name } = term;
  if (all.includes(name)) return [name];
  if (name === "all") return all;
  const set = sets.find((one) => one.name === name);
  // A set in a set is no site: sets are lists, not a language.
  if (set !== undefined)
    return some([
      ...new Set(set.terms.flatMap(({ value }) => meaningOf(value, { ...estate, sets: [] }) ?? [])),
    ]);
  return /[*?]/.test(name) ? some(all.filter((id) => matchesGlob(name, id))) : undefined;
}
