import type { SiteId } from "../../policy/policy.ts";
import { type Coverage, isSelected } from "../cover/coverage.ts";
import type { Plan } from "../plan.ts";
import type { Count } from "./estimate.ts";

/** How many functions of an inventory each policy takes at each site. What lies in a region that was not read is not known. */
export function countCovered({ resources, unread }: Coverage, { stacks }: Pick<Plan, "stacks">): Count {
  const unknown = new Set(unread.map(({ region }) => region));
  const regionOf = new Map(
    stacks.flatMap(({ kind, site, region }) => (kind === "links" ? [] : [[site, region]])),
  );
  const counts = new Map<string, Map<SiteId, number>>();
  for (const covered of resources.filter(isSelected))
    for (const { policy, site } of covered.status === "protected" ? covered.by : []) {
      const sites = counts.get(policy) ?? new Map<SiteId, number>();
      counts.set(policy, sites.set(site, (sites.get(site) ?? 0) + 1));
    }
  return (policy, site) =>
    unknown.has(regionOf.get(site) ?? site) ? undefined : { functions: counts.get(policy)?.get(site) ?? 0 };
}
