import type { SiteId } from "../../../policy/policy.ts";
import type { Region } from "./topology.ts";

/**
 * Regions in an order that puts what is joined side by side: each is followed by those that copy to it, then by those
 * it copies to. Among equals the one that receives most comes first, then by name, so that the order is stable.
 */
export function orderRegions(regions: readonly Region[]): Region[] {
  const byId = new Map(regions.map((region) => [region.id, region]));
  const sources = new Map<SiteId, Region[]>();
  for (const region of regions)
    for (const { to } of region.flows) sources.set(to, [...(sources.get(to) ?? []), region]);
  const ordered = new Set<Region>();
  const take = (region: Region): void => {
    // Not by recursion: a chain of regions may be as long as there are any.
    const waiting = [region];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (ordered.has(next)) continue;
      ordered.add(next);
      const targets = next.flows.flatMap(({ to }) => byId.get(to) ?? []);
      waiting.push(...[...(sources.get(next.id) ?? []), ...targets].reverse());
    }
  };
  const many = ({ id }: Region): number => sources.get(id)?.length ?? 0;
  for (const region of [...regions].sort((a, b) => many(b) - many(a))) take(region);
  return [...ordered];
}
