import { compareText } from "../../core/source-order.ts";
import type { ZoneLock } from "../estate.ts";
import type { DateText, SiteId } from "../policy.ts";

/** What the provider lists today, as far as these credentials see. */
export interface Seen {
  /** The only one that they see. */
  readonly partition: string;
  /** Every region of the partition. */
  readonly regions: readonly SeenRegion[];
}

export interface SeenRegion {
  readonly id: SiteId;
  readonly optIn: boolean;
  /** Every edge zone that hangs off it. Undefined: it could not be asked. */
  readonly zones: readonly SeenZone[] | undefined;
}

export interface SeenZone {
  readonly id: SiteId;
  readonly type: string;
  readonly group?: string;
}

type LockedRegion = ZoneLock["regions"][number];
type LockedZone = ZoneLock["zones"][number];

/**
 * The zone lock with what is listed now. Nothing is taken out: what is not listed any more is retired as of `day`,
 * or of the day it was first missed, and what is listed again is not. Other partitions, and zones of a region that
 * could not be asked, stay as they are.
 */
export function mergeZoneLock(lock: ZoneLock, { partition, regions }: Seen, day: DateText): ZoneLock {
  const listed = new Map(regions.map((region) => [region.id, region]));
  const apart = new Set(
    lock.regions.filter((one) => one.partition !== partition && !listed.has(one.id)).map(({ id }) => id),
  );
  const isSilent = (id: SiteId): boolean => listed.has(id) && listed.get(id)?.zones === undefined;
  const groups = new Map(lock.zones.map(({ id, group }) => [id, group]));

  return {
    regions: merge(
      lock.regions,
      regions.map(({ id, optIn }): LockedRegion => ({ id, partition, optIn })),
      ({ id }) => apart.has(id),
      day,
    ),
    zones: merge(
      lock.zones,
      regions.flatMap(({ id: parent, zones = [] }) =>
        zones.map(({ id, type, group = groups.get(id) }): LockedZone => {
          return { id, type, parent, ...(group !== undefined && { group }) };
        }),
      ),
      ({ parent }) => isSilent(parent) || apart.has(parent),
      day,
    ),
  };
}

function merge<Site extends LockedRegion | LockedZone>(
  locked: readonly Site[],
  listed: readonly Site[],
  stays: (site: Site) => boolean,
  day: DateText,
): Site[] {
  const before = locked.map((site) => (stays(site) ? site : { ...site, retired: site.retired ?? day }));
  const sites = new Map([...before, ...listed].map((site) => [site.id, site]));
  return [...sites.values()].sort((a, b) => compareText(a.id, b.id));
}
