import { type Diagnostic, type DiagnosticCode, error } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { shortList } from "../../core/short-list.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { Estate, ZoneLock } from "../../policy/estate.ts";
import type { Copy, SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { type PlacedPolicy, termText } from "../expand/resolve-sites.ts";
import { placeOf } from "../place-of.ts";
import { type RegionOf, regionsOf } from "../region-of.ts";
import { suggestSite } from "./check-sites.ts";

/** Copies that cannot be: to nowhere, to where the original lies, or where the provider will not carry them. */
export function checkCopies(
  policy: PlacedPolicy,
  estate: Estate,
  zoneLock: ZoneLock,
  capabilities: Capabilities,
): Diagnostic[] {
  const regionOf = regionsOf(estate);
  const regions = estate.regions.map(({ id }) => id);
  const targets = estate.targets.map(({ name }) => name);
  const sources = [...policy.placed.keys()];
  const elsewhere = regions.filter((id) =>
    sources.every(
      (site) => regionOf(site) !== id && capabilities.refuseCopy(regionOf(site), id) === undefined,
    ),
  );
  const another =
    elsewhere[0] === undefined
      ? "add another region to the estate"
      : `write another region of the estate: ${elsewhere[0]}`;
  const isRetired = ({ to, account }: Copy): boolean =>
    account === undefined && estate.retired.some(({ id }) => id === to);

  const faults = policy.copies.value.flatMap((copy, i, all): Diagnostic[] => {
    const { to } = copy;
    const fault = (code: DiagnosticCode, message: string, hint: string): Diagnostic =>
      error(code, placeOf(policy.copies, `${to}.to`), message, hint);
    // What cannot be at all is told once, whoever takes it; what does not suit a policy, of each.
    if (all.slice(0, i).some((other) => sameKeeper(other, copy)))
      return [fault("COPY", `two copies to ${to}`, "keep one of them")];
    // What `checkRetired` says of it is enough.
    if (targets.includes(to) || isRetired(copy)) return [];
    if (zoneLock.zones.some(({ id }) => id === to))
      return [fault("COPY", `copy to ${to}, an edge zone, which has no store of its own`, another)];
    if (regions.includes(to)) return [];
    const partition = zoneLock.regions.find(({ id }) => id === to)?.partition;
    if (partition !== undefined && partition !== estate.partition)
      return [
        fault(
          "COPY",
          `copy to ${to} of partition ${partition}: nothing is copied between partitions`,
          another,
        ),
      ];
    return [
      fault(
        "SITE",
        `copy to ${show(to)}, which is not in the estate`,
        suggestSite(to, [...regions, ...targets], estate, zoneLock),
      ),
    ];
  });
  const unsuited = unsuitedCopies(policy, estate, capabilities);
  const [first] = unsuited;
  if (first === undefined) return faults;
  // One cause, a list of sites that meets a list of copies, is one mistake, however many there are of each.
  const said = shortList(
    unsuited.map(({ what }) => what),
    MAX_TOLD,
  );
  const at = placeOf(policy.copies, `${first.to}.to`);
  return [
    ...faults,
    error(
      "COPY",
      at,
      `${said}${askedBy(policy)}`,
      wayOut(policy, unsuited, { regions, elsewhere, regionOf }),
    ),
  ];
}

/** Copies of one policy that a message names; the others are counted. */
const MAX_TOLD = 3;

interface Unsuited {
  readonly to: SiteId;
  readonly site: SiteId;
  readonly what: string;
}

/** Copies to where their source lies, and those that the provider does not carry. */
function unsuitedCopies(policy: PlacedPolicy, estate: Estate, capabilities: Capabilities): Unsuited[] {
  const regionOf = regionsOf(estate);
  const regions = estate.regions.map(({ id }) => id);
  return policy.copies.value.flatMap(({ to, account }) => {
    // Another account is elsewhere, whatever the region.
    if (!regions.includes(to) || (account !== undefined && account !== estate.account)) return [];
    return [...policy.placed.keys()].flatMap((site): Unsuited[] => {
      const region = regionOf(site);
      if (site === to) return [{ to, site, what: `copy of ${site} to itself` }];
      if (region === to)
        return [
          { to, site, what: `copy of ${site} to ${to}, its parent region, where its points lie already` },
        ];
      const refused = capabilities.refuseCopy(region, to);
      return refused === undefined ? [] : [{ to, site, what: `copy of ${site} to ${to}: ${refused}` }];
    });
  });
}

interface Surroundings {
  /** Of the estate. */
  readonly regions: readonly SiteId[];
  /** Those of them that all sources can be copied to. */
  readonly elsewhere: readonly SiteId[];
  readonly regionOf: RegionOf;
}

/** What mends all of them at once: another destination, or, where every region is a source, fewer sources. */
function wayOut(
  { placed, copies, excludeSites }: PlacedPolicy,
  unsuited: readonly Unsuited[],
  { regions, elsewhere: [elsewhere], regionOf }: Surroundings,
): string {
  const wrong = new Set(unsuited.map(({ to }) => to));
  const right = copies.value.map(({ to }) => to).filter((to) => !wrong.has(to) && regions.includes(to));
  const own = copies.from === "policy" ? "" : ", in the policy";
  if (right.length > 0) return `write copies: [${right.join(", ")}]${own}`;
  if (elsewhere !== undefined) return `write copies: [${elsewhere}]${own}`;
  const sources = uniqueSorted(unsuited.map(({ site }) => site));
  const left = [...placed.keys()].filter((site) => !sources.includes(site) && !wrong.has(regionOf(site)));
  return left.length > 0
    ? `write exclude-sites: [${[...excludeSites.map(({ value }) => termText(value)), ...sources].join(", ")}]`
    : "add another region to the estate, and copy to that one";
}

/** Written alike they are a repetition in a list, which the schema tells. */
function sameKeeper(a: Copy, b: Copy): boolean {
  return a.to === b.to && a.account === b.account && JSON.stringify(a) !== JSON.stringify(b);
}

/** A default of the estate, or a profile, does not say which policy it does not suit. */
function askedBy({ name, copies }: PlacedPolicy): string {
  return copies.from === "policy" ? "" : `, for policy ${name}`;
}
