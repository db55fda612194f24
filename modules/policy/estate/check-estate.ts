import { closest } from "../../core/closest.ts";
import { type Diagnostic, error } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { sourcedItems } from "../blocks/block.ts";
import type { ZoneLock } from "../estate.ts";
import type { SiteId, Sourced } from "../policy.ts";
import { get, type Located, text } from "../yaml/located.ts";

/** What the estate says against the regions and zones that exist. */
export function checkEstate(root: Located, lock: ZoneLock): Diagnostic[] {
  const regions = sourcedItems(get(root, "regions"), "estate", text);
  const zones = sourcedItems(get(root, "edge-zones"), "estate", text);
  const retired = keys(get(root, "retired"));
  const state = get(get(get(root, "state"), "s3"), "region");
  const stateRegion = text(state);
  return [
    ...regions.flatMap((region) => checkRegion(region, lock)),
    ...(state === undefined || stateRegion === undefined
      ? []
      : checkRegion({ value: stateRegion, from: "estate", at: state.at }, lock)),
    ...zones.flatMap((zone) => checkZone(zone, regions, lock)),
    ...retired.flatMap((site) => checkRetired(site, lock)),
    ...checkPartition([...regions, ...retired], lock),
  ];
}

/** The keys of a mapping, each with its place. */
function keys(node: Located | undefined): Sourced<SiteId>[] {
  if (node?.kind !== "map") return [];
  return [...node.entries].map(([value, { keyAt: at }]) => ({ value, from: "estate", at }));
}

function checkRetired({ value, at }: Sourced<SiteId>, { regions, zones }: ZoneLock): Diagnostic[] {
  const ids = [...regions, ...zones].map(({ id }) => id);
  if (ids.includes(value)) return [];
  const near = suggest(closest(value, ids), "the sites are listed in zones.lock.json");
  return [error("SITE", at, `retired ${show(value)} is neither a region nor an edge zone`, near)];
}

function checkRegion({ value, at }: Sourced<SiteId>, lock: ZoneLock): Diagnostic[] {
  if (lock.regions.some(({ id }) => id === value)) return [];
  if (lock.zones.some(({ id }) => id === value))
    return [error("SITE", at, `${show(value)} is an edge zone, not a region`, "write it under edge-zones")];
  const near = closest(
    value,
    lock.regions.map(({ id }) => id),
  );
  return [
    error(
      "SITE",
      at,
      `${show(value)} is not a region`,
      suggest(near, "the regions are listed in zones.lock.json"),
    ),
  ];
}

function checkZone(
  { value, at }: Sourced<SiteId>,
  regions: readonly Sourced<SiteId>[],
  lock: ZoneLock,
): Diagnostic[] {
  const zone = lock.zones.find(({ id }) => id === value);
  if (zone === undefined) {
    if (lock.regions.some(({ id }) => id === value))
      return [error("SITE", at, `${show(value)} is a region, not an edge zone`, "write it under regions")];
    const near = closest(
      value,
      lock.zones.map(({ id }) => id),
    );
    const hint = suggest(near, "write the zone's name, as zones.lock.json lists it: us-east-1-bos-1a");
    return [error("SITE", at, `${show(value)} is not an edge zone`, hint)];
  }
  if (regions.some((region) => region.value === zone.parent)) return [];
  const message = `the parent region of ${value} is ${zone.parent}, which is not in the estate`;
  return [error("ESTATE", at, message, `add ${zone.parent} to regions`)];
}

/** One account lives in one partition, and nothing is copied between two. */
function checkPartition(regions: readonly Sourced<SiteId>[], lock: ZoneLock): Diagnostic[] {
  const partitionOf = new Map(lock.regions.map(({ id, partition }) => [id, partition]));
  const first = regions.find(({ value }) => partitionOf.has(value));
  const home = partitionOf.get(first?.value ?? "");
  return regions.flatMap(({ value, at }) => {
    const partition = partitionOf.get(value);
    if (partition === undefined || partition === home) return [];
    const message = `${value} is in partition ${partition}, but ${first?.value} in ${home}`;
    return [error("ESTATE", at, message, "an account has regions of one partition: write a second estate")];
  });
}

function suggest(near: string | undefined, otherwise: string): string {
  return near === undefined ? otherwise : `did you mean ${near}?`;
}
