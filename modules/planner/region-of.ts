import type { Estate } from "../policy/estate.ts";
import type { SiteId } from "../policy/policy.ts";

export type RegionOf = (site: SiteId) => SiteId;

/** Where a site's own points lie: the region itself, or the parent of an edge zone. */
export function regionsOf({ zones }: Estate): RegionOf {
  const parents = new Map(zones.map(({ id, parent }) => [id, parent]));
  return (site) => parents.get(site) ?? site;
}
