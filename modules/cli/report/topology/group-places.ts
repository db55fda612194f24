import { uniqueSorted } from "../../../core/source-order.ts";
import { type Place, placeSaid, type Region } from "./topology.ts";

/** Regions up to which each is drawn by itself. */
const MAX_REGIONS = 8;
/** Edge zones of a region up to which each is drawn by itself, and boxes for them in any case. */
const MAX_ZONES = 3;

/**
 * Regions and edge zones that a drawing has room for: those of which the same is true stand in one box. A region that
 * receives copies always stands alone, since arrows lead to it. Where all are few, nothing is grouped.
 */
export function groupPlaces(regions: readonly Region[]): Region[] {
  const many = regions.length > MAX_REGIONS;
  const drawn = regions.map((region) => ({
    ...region,
    zones: groupZones(region.zones, many ? 1 : MAX_ZONES),
  }));
  if (!many) return drawn;
  const received = new Set(regions.flatMap(({ flows }) => flows.map(({ to }) => to)));
  return joined(drawn, (region) =>
    received.has(region.id) || region.kind !== "region" ? region.id : regionSaid(region),
  );
}

function groupZones(zones: readonly Place[], max: number): Place[] {
  if (zones.length <= max) return [...zones];
  const groups = joined(zones, placeSaid);
  if (groups.length <= MAX_ZONES) return groups;
  // Nothing is true of all the rest: only how many they are, and what runs at any of them.
  const rest = groups.slice(MAX_ZONES - 1);
  const [first, ...others] = rest;
  if (first === undefined || others.length === 0) return groups;
  const { vault: _vault, retiredUntil: _retiredUntil, ...unlike } = first;
  const mixed: Place = {
    ...unlike,
    runs: uniqueSorted(rest.flatMap(({ runs }) => runs)),
    copies: uniqueSorted(rest.flatMap(({ copies }) => copies)),
    alike: rest.flatMap(({ id, alike = [id] }) => alike).sort(),
    mixed: true,
  };
  return [...groups.slice(0, MAX_ZONES - 1), mixed];
}

/** What a drawing says of a region, its name aside. */
function regionSaid(region: Region): string {
  const { flows, zones } = region;
  return JSON.stringify([
    placeSaid(region),
    flows.map(({ to, loads }) => [to, loads.map(({ policy, days, sites }) => [policy, days, sites.length])]),
    zones.map((zone) => [placeSaid(zone), zone.alike?.length]),
  ]);
}

/** Each group at the place of its first. */
function joined<T extends Place>(places: readonly T[], keyOf: (place: T) => string): T[] {
  const groups = new Map<string, T[]>();
  for (const place of places) groups.set(keyOf(place), [...(groups.get(keyOf(place)) ?? []), place]);
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined || more.length === 0) return first ?? [];
    return [{ ...first, alike: [first, ...more].map(({ id }) => id) }];
  });
}
