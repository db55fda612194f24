import { uniqueSorted } from "../../core/source-order.ts";
import type { Estate } from "../../policy/estate.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { StandbyUnit } from "../plan.ts";

/**
 * The role that restores at a site, as the estate bounds it: alike in use and retired. `sources` are the regions whose
 * points lie there.
 */
export function standbyUnit(
  shared: Pick<StandbyUnit, "site" | "because" | "moreLines">,
  { passRoles, principals, signers = [] }: Estate,
  sources: ReadonlySet<SiteId>,
): StandbyUnit {
  const pinned = signers.filter(({ region }) => sources.has(region));
  return {
    ...shared,
    kind: "standby",
    id: `${shared.site}.standby`,
    passRoles: uniqueSorted(passRoles),
    ...(pinned.length > 0 && { signers: pinned }),
    ...(principals !== undefined && { principals: uniqueSorted(principals.map(({ value }) => value)) }),
  };
}
