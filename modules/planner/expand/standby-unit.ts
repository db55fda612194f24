import { uniqueSorted } from "../../core/source-order.ts";
import type { Estate } from "../../policy/estate.ts";
import type { StandbyUnit } from "../plan.ts";

/** The role that restores at a site, as the estate bounds it: alike in use and retired. */
export function standbyUnit(
  shared: Pick<StandbyUnit, "site" | "because" | "moreLines">,
  { passRoles, principals }: Estate,
): StandbyUnit {
  return {
    ...shared,
    kind: "standby",
    id: `${shared.site}.standby`,
    passRoles: uniqueSorted(passRoles),
    ...(principals !== undefined && { principals: uniqueSorted(principals.map(({ value }) => value)) }),
  };
}
