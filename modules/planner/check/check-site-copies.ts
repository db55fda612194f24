import type { Diagnostic } from "../../core/diagnostic.ts";
import { shortList } from "../../core/short-list.ts";
import { comparePos, compareText } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import type { SiteAsk } from "../expand/site-asks.ts";
import { aboveMax } from "../limit.ts";

/** What follows from a site being copied whole, whichever of its policies asked. */
export function checkCopiesOfSites(
  asks: ReadonlyMap<SiteId, SiteAsk>,
  capabilities: Capabilities,
): Diagnostic[] {
  return [...asks.values()].flatMap((ask) => [...tooMany(ask, capabilities), ...widened(ask)]);
}

function tooMany({ site, copies }: SiteAsk, { copies: max }: Capabilities): Diagnostic[] {
  if (copies.size <= max.value) return [];
  const asked = [...copies].flatMap(([to, places]) => {
    const [at] = [...places].sort(comparePos);
    return at === undefined ? [] : [{ to, at }];
  });
  const beyond = asked.sort((a, b) => comparePos(a.at, b.at) || compareText(a.to, b.to)).slice(max.value);
  return beyond.flatMap(({ to, at }) =>
    aboveMax(`copy of ${site} to ${to} is one of ${copies.size}`, copies.size, max, {
      format: String,
      hint: () => "leave it out",
    }).map((fault): Diagnostic => ({ severity: "error", ...fault, at })),
  );
}

/** A policy whose points go further than it says: that costs more, and may not be wanted. */
function widened({ site, policies, copies }: SiteAsk): Diagnostic[] {
  // A thousand policies lack the same few destinations.
  const known = new Map<string, string>();
  const asking = (destinations: readonly SiteId[]): string => {
    const key = destinations.join();
    const names =
      known.get(key) ??
      shortList(
        policies.filter((policy) => asksFor(policy, destinations)).map(({ name }) => name),
        NAMED,
      );
    known.set(key, names);
    return names;
  };
  return policies.flatMap((policy) => {
    const own = new Set(policy.copies.value.map(({ to }) => to));
    const more = [...copies.keys()].filter((to) => !own.has(to)).sort(compareText);
    if (more.length === 0) return [];
    return [
      {
        severity: "warning",
        code: "COPY",
        message: `points of ${policy.name} at ${site} are copied to ${more.join(", ")} too, asked for by ${asking(more)}`,
        hint: "a site is copied whole: give its policies the same copies, so that each says what happens",
        at: policy.copies.at,
      },
    ];
  });
}

function asksFor({ copies }: PlacedPolicy, destinations: readonly SiteId[]): boolean {
  return copies.value.some(({ to }) => destinations.includes(to));
}

/** Policies that a message names. */
const NAMED = 5;
