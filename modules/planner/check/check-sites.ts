import { closest } from "../../core/closest.ts";
import { type Diagnostic, error } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { shortList } from "../../core/short-list.ts";
import type { Estate, ZoneLock } from "../../policy/estate.ts";
import type { SiteId, SiteTerm } from "../../policy/policy.ts";
import { type PlacedPolicy, siteMeanings, termText } from "../expand/resolve-sites.ts";
import { retiredSite } from "./check-retired.ts";

/** Sites of a policy that the estate does not have, and a policy that means none at all. */
export function checkSites(policy: PlacedPolicy, estate: Estate, zoneLock: ZoneLock): Diagnostic[] {
  const unknown = policy.unknown
    .filter(({ value }) => retiredSite(value, estate) === undefined)
    .map(({ value, at }) => error("SITE", at, notThere(value), suggestTerm(value, estate, zoneLock)));
  const [excluded] = policy.excludeSites;
  if (unknown.length > 0 || policy.placed.size > 0 || excluded === undefined) return unknown;
  const message = `no site is left for policy ${policy.name}: exclude-sites takes away all that sites means`;
  return [error("SITE", excluded.at, message, "leave one site")];
}

/** Site sets that are named like something else, and what in them the estate does not have. */
export function checkSiteSets(estate: Estate, zoneLock: ZoneLock): Diagnostic[] {
  const meaning = siteMeanings({ ...estate, sets: [] });
  return estate.sets.flatMap(({ name, terms, at }) => {
    const taken = name === "all" || [...zoneLock.regions, ...zoneLock.zones].some(({ id }) => id === name);
    const means = name === "all" ? "means every site" : "is the name of a site";
    const named = error(
      "ESTATE",
      at,
      `site set ${show(name)}: that already ${means}`,
      "give it another name",
    );
    const unknown = terms
      .filter(({ value }) => meaning(value) === undefined && retiredSite(value, estate) === undefined)
      .map(({ value, at: place }) =>
        error("SITE", place, notThere(value), suggestTerm(value, { ...estate, sets: [] }, zoneLock)),
      );
    return [...(taken ? [named] : []), ...unknown];
  });
}

function notThere(term: SiteTerm): string {
  const glob = term.kind === "zones" || /[*?]/.test(term.name);
  return glob
    ? `${term.kind === "zones" ? termText(term) : show(term.name)} matches no site of the estate`
    : `site ${show(term.name)} is not in the estate`;
}

function suggestTerm(term: SiteTerm, estate: Estate, zoneLock: ZoneLock): string {
  if (term.kind === "zones") {
    const zones = estate.zones.map(({ id }) => id);
    return `the estate has ${shortList(zones, 5) || "no edge zones"}`;
  }
  const { regions, zones, sets } = estate;
  const known = [...[...regions, ...zones].map(({ id }) => id), ...sets.map(({ name }) => name)];
  return suggestSite(term.name, known, estate, zoneLock);
}

/** What to write instead: a site that exists can be added, and only what does not exist is taken for a slip. */
export function suggestSite(
  written: string,
  known: readonly SiteId[],
  estate: Estate,
  zoneLock: ZoneLock,
): string {
  const addition = additionOf(written, estate, zoneLock);
  if (addition !== undefined) return addition;
  const near = closest(written, known);
  if (near !== undefined) return `did you mean ${near}?`;
  return `the estate has ${shortList(known, 5)}`;
}

/** How the estate takes in a region or edge zone that exists. */
function additionOf(site: SiteId, estate: Estate, { regions, zones }: ZoneLock): string | undefined {
  const zone = zones.find(({ id }) => id === site);
  const region = regions.find(({ id }) => id === (zone?.parent ?? site));
  if (region === undefined) return undefined;
  if ((zone ?? region).retired !== undefined) return "take it out: the provider no longer lists it";
  if (region.partition !== estate.partition)
    return `it is in partition ${region.partition}, the estate in ${estate.partition}: write a second estate`;
  if (zone === undefined) return "add it to the estate, under regions";
  const hasParent = estate.regions.some(({ id }) => id === region.id);
  return `add it to the estate, under edge-zones${hasParent ? "" : `, and its parent ${region.id} under regions`}`;
}
