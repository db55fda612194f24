import { isDay } from "../../core/day.ts";
import { type Diagnostic, error, type SourcePos, warning } from "../../core/diagnostic.ts";
import { compareText } from "../../core/source-order.ts";
import type { Estate, RetiredSite, ZoneLock } from "../../policy/estate.ts";
import type { DateText, Policy, SiteId, SiteTerm, Sourced } from "../../policy/policy.ts";
import { placeOf } from "../place-of.ts";

type List = "copies" | "site-sets" | "sites";

/** Sites that are no longer in use: what still uses them, and what would lose the place where its points lie. */
export function checkRetired(
  policies: readonly Policy[],
  estate: Estate,
  zoneLock: ZoneLock,
  today: DateText | undefined,
): Diagnostic[] {
  const retired = new Map(estate.retired.map((site) => [site.id, site]));
  return [
    ...estate.retired.flatMap((site) => [
      ...usedToo(site, estate),
      ...withoutParent(site, estate, retired),
      ...overdue(site, today),
    ]),
    ...estate.sets.flatMap(({ terms }) => namedSites(terms, "site-sets", estate)),
    ...policies.flatMap((policy) => [
      ...namedSites(policy.sites, "sites", estate),
      ...namedCopies(policy, estate),
    ]),
    ...notListed(estate, zoneLock),
  ];
}

function usedToo({ id, parent, at }: RetiredSite, estate: Estate): Diagnostic[] {
  if (!isUsed(id, estate)) return [];
  const list = parent === undefined ? "regions" : "edge-zones";
  const hint = `take it out of ${list}, or out of retired while it is in use`;
  return [error("ESTATE", at, `${id} is retired and among the ${list} in use`, hint)];
}

/** Nothing is lost by it; but the stack costs a key, and nobody would think of it again. */
function overdue({ id, until, at }: RetiredSite, today: DateText | undefined): Diagnostic[] {
  if (today === undefined || !isDay(until) || compareText(today, until) <= 0) return [];
  return [
    warning(
      "ESTATE",
      at,
      `${id} was to be kept until ${until}, which is past`,
      "take it out of retired if its last point has expired, else write a later day",
    ),
  ];
}

function isUsed(id: SiteId, { regions, zones }: Estate): boolean {
  return [...regions, ...zones].some((site) => site.id === id);
}

/** A zone's points lie in its parent's store, which must not go before them. The same day is late enough. */
function withoutParent(
  { id, parent, until, at }: RetiredSite,
  { regions }: Estate,
  retired: ReadonlyMap<SiteId, RetiredSite>,
): Diagnostic[] {
  if (!isDay(until) || parent === undefined || regions.some((region) => region.id === parent)) return [];
  const kept = retired.get(parent)?.until;
  // What is no day was said where it stands.
  if (kept !== undefined && (!isDay(kept) || kept >= until)) return [];
  const why = kept === undefined ? "is not in the estate" : `is retired until ${kept}`;
  const message = `the points of ${id} lie in its parent ${parent} until ${until}, which ${why}`;
  return [
    error("ESTATE", at, message, `write retired: { ${parent}: ${until} }, or keep it among the regions`),
  ];
}

/** The retired site that a term names, if it is not in use too. A glob or `all` means sites in use. */
export function retiredSite(term: SiteTerm, estate: Estate): RetiredSite | undefined {
  if (term.kind !== "name" || isUsed(term.name, estate)) return undefined;
  return estate.retired.find(({ id }) => id === term.name);
}

function namedSites(terms: readonly Sourced<SiteTerm>[], list: List, estate: Estate): Diagnostic[] {
  return terms.flatMap(({ value, at }) => {
    const site = retiredSite(value, estate);
    return site === undefined ? [] : [named(site, at, list)];
  });
}

function namedCopies({ copies }: Policy, estate: Estate): Diagnostic[] {
  return copies.value.flatMap(({ to, account }) => {
    const site = account === undefined ? retiredSite({ kind: "name", name: to }, estate) : undefined;
    return site === undefined ? [] : [named(site, placeOf(copies, `${to}.to`), "copies")];
  });
}

function named({ id, until }: RetiredSite, at: SourcePos, list: List): Diagnostic {
  const message = `${id} is retired: it takes no new points, and keeps what it has until ${until}`;
  return error("SITE", at, message, `take it out of ${list}, or put it into use again in the estate`);
}

function notListed({ regions, zones }: Estate, lock: ZoneLock): Diagnostic[] {
  const gone = new Map([...lock.regions, ...lock.zones].map(({ id, retired }) => [id, retired]));
  return [...regions, ...zones].flatMap(({ id, at }) => {
    const since = gone.get(id);
    if (since === undefined) return [];
    const hint = `move it to retired: { ${id}: DATE }, the day on which its last point expires`;
    return [error("ESTATE", at, `the provider no longer lists ${id}, as seen on ${since}`, hint)];
  });
}
