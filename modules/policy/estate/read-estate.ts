import type { SourcePos } from "../../core/diagnostic.ts";
import { compareText } from "../../core/source-order.ts";
import { block, sourcedItems, textSet } from "../blocks/block.ts";
import { readAcceptance } from "../blocks/read-blocks.ts";
import { readSiteTerms } from "../blocks/read-sites.ts";
import type { Estate, EstateRegion, EstateZone, RetiredSite, StateBackend, ZoneLock } from "../estate.ts";
import type { Sourced } from "../policy.ts";
import { get, items, type Located, text } from "../yaml/located.ts";

/** A third: the provider's read rates belong to the customer's own deployments first. */
const DEFAULT_SHARE = 0.33;

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
  const principals = get(get(root, "restore"), "principals");
  return {
    account: text(get(root, "account")) ?? "",
    partition: known.get(regions[0]?.id ?? "")?.partition ?? "",
    regions,
    zones,
    retired: entries(get(root, "retired")).flatMap(([id, node]): RetiredSite[] => {
      const until = text(node);
      const zone = zoneOf.get(id);
      if (until === undefined || (zone === undefined && !known.has(id))) return [];
      return [{ id, ...(zone !== undefined && { parent: zone.parent }), until, at: node.at }];
    }),
    sets: entries(get(root, "site-sets")).map(([name, node]) => ({
      name,
      terms: readSiteTerms(node, "estate"),
      at: node.at,
    })),
    targets: entries(get(root, "targets")).map(([name, node]) => ({
      name,
      endpoint: text(get(node, "endpoint")) ?? "",
      bucket: text(get(node, "bucket")) ?? "",
      at: node.at,
    })),
    optedIn: sourcedItems(get(root, "opted-in"), "estate", text).sort((a, b) =>
      compareText(a.value, b.value),
    ),
    stayIn: block(get(root, "stay-in"), "estate", textSet),
    apiShare: readShare(get(root, "api-share"), root.at),
    state: readState(get(get(root, "state"), "s3")),
    ...readSourceRevision(get(root, "source-revision")),
    passRoles: textSet(get(get(root, "restore"), "pass-roles")),
    principals: principals && sourcedItems(principals, "estate", text),
    notify: textSet(get(root, "notify")),
    accept: items(get(root, "accept")).flatMap((item) => readAcceptance(item) ?? []),
    at: root.at,
  };
}

function readShare(node: Located | undefined, otherwise: SourcePos): Sourced<number> {
  const percent = Number.parseInt(text(node) ?? "", 10);
  if (node === undefined || Number.isNaN(percent))
    return { value: DEFAULT_SHARE, from: "default", at: node?.at ?? otherwise };
  return { value: percent / 100, from: "estate", at: node.at };
}

/** The entries of a mapping, by key. */
function entries(node: Located | undefined): [string, Located][] {
  if (node?.kind !== "map") return [];
  return [...node.entries]
    .map(([key, entry]): [string, Located] => [key, entry.node])
    .sort(([a], [b]) => compareText(a, b));
}

/** Each site once, by name. */
function sites(node: Located | undefined): EstateRegion[] {
  const found = new Map<string, EstateRegion>();
  for (const item of items(node)) {
    const id = text(item);
    if (id !== undefined && !found.has(id)) found.set(id, { id, at: item.at });
  }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id));
}

function readSourceRevision(node: Located | undefined): Pick<Estate, "sourceRevision"> {
  const tag = text(get(node, "tag"));
  const environment = text(get(node, "environment"));
  const imageLabel = text(get(node, "image-label"));
  if (tag === undefined && environment === undefined && imageLabel === undefined) return {};
  return {
    sourceRevision: {
      ...(tag !== undefined && { tag }),
      ...(environment !== undefined && { environment }),
      ...(imageLabel !== undefined && { imageLabel }),
    },
  };
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
