import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Estate } from "../../policy/estate.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { SiteAsk } from "../expand/site-asks.ts";

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
    return [
      { severity: "error", code: "UNSUPPORTED", message: `${id} cannot be a site: ${reason}`, hint, at },
    ];
  });
  const unused = [...regions, ...zones].flatMap(({ id, at }): Diagnostic[] => {
    if (asks.has(id)) return [];
    const hint = "name it under sites or copies of a policy, or take it out";
    return [{ severity: "warning", code: "ESTATE", message: `no policy uses ${id}`, hint, at }];
  });
  return [...lacking, ...unused];
}
