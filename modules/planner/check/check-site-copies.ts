import { type Diagnostic, error, type SourcePos, warning } from "../../core/diagnostic.ts";
import { shortList } from "../../core/short-list.ts";
import { comparePos, compareText } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import type { SiteAsk } from "../expand/site-asks.ts";
import { aboveMax } from "../limit.ts";

/** What follows from a site being copied whole, whichever of its policies asked. One cause is told once for all sites. */
export function checkCopiesOfSites(
  asks: ReadonlyMap<SiteId, SiteAsk>,
  capabilities: Capabilities,
): Diagnostic[] {
  return [
    ...together([...asks.values()].flatMap((ask) => beyond(ask, capabilities))).flatMap(
      ({ to, many, at, sites }) =>
        aboveMax(`copy of ${named(sites)} to ${to} is one of ${many}`, many, capabilities.copies, {
          format: String,
          hint: () => "leave it out",
        }).map(({ code, message, hint }) => error(code, at, message, hint)),
    ),
    ...together([...asks.values()].flatMap(widened)).map(({ policy, to, asking, at, sites }) =>
      warning(
        "COPY",
        at,
        `points of ${policy} at ${named(sites)} are copied to ${to} too, asked for by ${asking}`,
        "a site is copied whole: give its policies the same copies, so that each says what happens",
      ),
    ),
  ];
}

/** What holds at a site, or with the same words at others. */
interface AtSite {
  readonly site: SiteId;
  readonly at: SourcePos;
}

/** Those that differ in their site only, as one. In the order in which each is first met. */
function together<T extends AtSite>(all: readonly T[]): (T & { readonly sites: readonly SiteId[] })[] {
  const groups = new Map<string, T & { sites: SiteId[] }>();
  for (const one of all) {
    const key = JSON.stringify({ ...one, site: undefined });
    const group = groups.get(key) ?? { ...one, sites: [] };
    group.sites.push(one.site);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Copies beyond those that the provider takes of one site. */
function beyond({ site, copies }: SiteAsk, { copies: max }: Capabilities) {
  if (copies.size <= max.value) return [];
  const asked = [...copies].flatMap(([to, places]) => {
    const [at] = [...places].sort(comparePos);
    return at === undefined ? [] : [{ site, to, at, many: copies.size }];
  });
  return asked.sort((a, b) => comparePos(a.at, b.at) || compareText(a.to, b.to)).slice(max.value);
}

/** A policy whose points go further than it says: that costs more, and may not be wanted. */
function widened({ site, policies, copies }: SiteAsk) {
  // A thousand policies lack the same few destinations.
  const known = new Map<string, string>();
  const askedBy = (destinations: readonly SiteId[]): string => {
    const key = destinations.join();
    const names =
      known.get(key) ??
      named(policies.filter((policy) => asksFor(policy, destinations)).map(({ name }) => name));
    known.set(key, names);
    return names;
  };
  return policies.flatMap((policy) => {
    const own = new Set(policy.copies.value.map(({ to }) => to));
    const more = [...copies.keys()].filter((to) => !own.has(to)).sort(compareText);
    if (more.length === 0) return [];
    return [{ site, policy: policy.name, to: more.join(", "), asking: askedBy(more), at: policy.copies.at }];
  });
}

function asksFor({ copies }: PlacedPolicy, destinations: readonly SiteId[]): boolean {
  return copies.value.some(({ to }) => destinations.includes(to));
}

/** Policies or sites that a message names. */
const NAMED = 5;

function named(names: readonly string[]): string {
  return shortList(names, NAMED);
}
