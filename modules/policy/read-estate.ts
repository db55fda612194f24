import { uniqueSorted } from "../core/source-order.ts";
import { get, items, type Located, text } from "./located.ts";
import type { Estate, EstateRegion, EstateZone, StateBackend, ZoneLock } from "./policy.ts";

/**
 * The estate that a file holds, sites sorted by name. Sites that the zone lock does not know are left out:
 * `checkEstate` names them. Undefined when its list of sites cannot be read, because then every site of every
 * policy would look wrong.
 */
export function readEstate(root: Located, lock: ZoneLock): Estate | undefined {
  const [regionsNode, zonesNode] = [get(root, "regions"), get(root, "edge-zones")];
  if (regionsNode?.kind !== "list" || (zonesNode !== undefined && zonesNode.kind !== "list"))
    return undefined;
  const known = new Map(lock.regions.map((region) => [region.id, region]));
  const zoneOf = new Map(lock.zones.map((zone) => [zone.id, zone]));

  const regions = sites(regionsNode).flatMap(({ id, at }): EstateRegion[] =>
    known.has(id) ? [{ id, at }] : [],
  );
  const zones = sites(zonesNode).flatMap(({ id, at }): EstateZone[] => {
    const zone = zoneOf.get(id);
    return zone === undefined ? [] : [{ id, parent: zone.parent, type: zone.type, at }];
  });
  if (regions.length === 0) return undefined;
  return {
    account: text(get(root, "account")) ?? "",
    partition: known.get(regions[0]?.id ?? "")?.partition ?? "",
    regions,
    zones,
    state: readState(get(get(root, "state"), "s3")),
    passRoles: list(get(get(root, "restore"), "pass-roles")),
    notify: list(get(root, "notify")),
    at: root.at,
  };
}

/** Each site once, by name. */
function sites(node: Located | undefined): EstateRegion[] {
  const found = new Map<string, EstateRegion>();
  for (const item of items(node)) {
    const id = text(item);
    if (id !== undefined && !found.has(id)) found.set(id, { id, at: item.at });
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function readState(s3: Located | undefined): StateBackend {
  if (s3 === undefined) return { kind: "local" };
  return {
    kind: "s3",
    bucket: text(get(s3, "bucket")) ?? "",
    region: text(get(s3, "region")) ?? "",
    prefix: text(get(s3, "prefix")) ?? "zonekeep",
  };
}

function list(node: Located | undefined): string[] {
  return uniqueSorted(items(node).flatMap((item) => text(item) ?? []));
}
