import { closest } from "../core/closest.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { show } from "../core/printable.ts";
import type { Estate, Policy, SiteId, ZoneLock } from "../policy/policy.ts";

/** Sites of a policy that the estate does not have. */
export function checkSites(policy: Policy, estate: Estate, zoneLock: ZoneLock): Diagnostic[] {
  const known = knownSites(estate);
  return policy.sites
    .filter(({ value }) => !known.includes(value))
    .map(({ value, at }) => ({
      severity: "error",
      code: "SITE",
      message: `site ${show(value)} is not in the estate`,
      hint: suggestSite(value, known, estate, zoneLock),
      at,
    }));
}

export function knownSites({ regions, zones }: Estate): SiteId[] {
  return [...regions, ...zones].map(({ id }) => id);
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
  const some = known.slice(0, 5).join(", ");
  return `the estate has ${some}${known.length > 5 ? ` and ${known.length - 5} more` : ""}`;
}

/** How the estate takes in a region or edge zone that exists. */
function additionOf(site: SiteId, estate: Estate, { regions, zones }: ZoneLock): string | undefined {
  const zone = zones.find(({ id }) => id === site);
  const region = regions.find(({ id }) => id === (zone?.parent ?? site));
  if (region === undefined) return undefined;
  if (region.partition !== estate.partition)
    return `it is in partition ${region.partition}, the estate in ${estate.partition}: write a second estate`;
  if (zone === undefined) return "add it to the estate, under regions";
  const hasParent = estate.regions.some(({ id }) => id === region.id);
  return `add it to the estate, under edge-zones${hasParent ? "" : `, and its parent ${region.id} under regions`}`;
}
