import { type Diagnostic, error, warning } from "../../core/diagnostic.ts";
import { shortList } from "../../core/short-list.ts";
import { comparePos, compareText } from "../../core/source-order.ts";
import type { Estate } from "../../policy/estate.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { SiteAsk } from "../expand/site-asks.ts";

/** Sites that one warning names; the others are counted. */
const MAX_NAMED = 10;

/** Regions that lack what a site needs, and sites that nothing uses. */
export function checkEstateUse(
  { regions, zones }: Estate,
  asks: ReadonlyMap<SiteId, SiteAsk>,
  { refuseRegion }: Capabilities,
): Diagnostic[] {
  const lacking = regions.flatMap(({ id, at }): Diagnostic[] => {
    const reason = refuseRegion(id);
    if (reason === undefined) return [];
    const hint = "take it out of the estate";
    return [error("UNSUPPORTED", at, `${id} cannot be a site: ${reason}`, hint)];
  });
  return [
    ...lacking,
    ...[regions, zones].flatMap((sites) => unused(sites.filter(({ id }) => !asks.has(id)))),
  ];
}

/** Told once for a list, at the first of them: an estate may list every region there is. */
function unused(sites: Estate["regions"]): Diagnostic[] {
  const [first, ...more] = [...sites].sort((a, b) => comparePos(a.at, b.at));
  if (first === undefined) return [];
  const names = shortList([first, ...more].map(({ id }) => id).sort(compareText), MAX_NAMED);
  const hint = `name ${more.length === 0 ? "it" : "them"} under sites or copies of a policy, or take ${more.length === 0 ? "it" : "them"} out`;
  return [warning("ESTATE", first.at, `no policy uses ${names}`, hint)];
}
