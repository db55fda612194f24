import type { Plan, PolicyPlan, StackPlan } from "../plan.ts";

/** Of the stacks that are deployed again, those that hold something of these policies. */
export type Reach = (...policies: readonly PolicyPlan[]) => string[];

/**
 * A policy reaches the stacks of its sites, of the regions that run its edge zones, of the destinations of its
 * copies, and what links them.
 */
export function reachOf(plans: readonly Plan[], affected: readonly StackPlan[]): Reach {
  const homes = plans.flatMap(({ stacks }) => stacks.map(({ site, region }) => [site, region] as const));
  const regionsOf = new Map<string, string[]>();
  for (const [site, region] of homes) regionsOf.set(site, [...(regionsOf.get(site) ?? []), region]);
  return (...policies) => {
    const sites = new Set(policies.flatMap((policy) => policy.sites));
    const regions = new Set([...sites].flatMap((site) => regionsOf.get(site) ?? []));
    const copies = new Set(policies.flatMap((policy) => policy.copies.map(({ to }) => to)));
    return affected
      .filter(({ kind, site, region }) =>
        kind === "links" ? regions.has(region) : sites.has(site) || regions.has(site) || copies.has(site),
      )
      .map(({ id }) => id);
  };
}
