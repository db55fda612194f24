import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { CopyUnit, StackPlan } from "../plan.ts";
import { askedBy } from "./asked-by.ts";
import type { SiteAsk } from "./site-asks.ts";

/** What leaves a region, its own and its edge zones': one stack each, because a store has one replication document. */
export function linksStacks(asks: ReadonlyMap<SiteId, SiteAsk>): StackPlan[] {
  const byRegion = new Map<SiteId, SiteAsk[]>();
  for (const ask of asks.values())
    if (ask.copies.size > 0) byRegion.set(ask.region, [...(byRegion.get(ask.region) ?? []), ask]);

  return [...byRegion].map(([region, sources]) => {
    const units = sources.flatMap(copyUnits).sort((a, b) => compareText(a.id, b.id));
    const joined = [
      `site-${region}`,
      ...sources.filter(({ zone }) => zone !== undefined).map(({ site }) => `zone-${site}`),
      ...units.map(({ to }) => `site-${to}`),
    ];
    return {
      id: `links-${region}`,
      kind: "links",
      site: region,
      region,
      wave: 2,
      units,
      dependsOn: uniqueSorted(joined),
    };
  });
}

function copyUnits({ site, copies }: SiteAsk): CopyUnit[] {
  return [...copies].map(([to, because]) => ({
    kind: "copy",
    id: `${site}.copy.${to}`,
    site,
    to,
    ...askedBy(because),
  }));
}
