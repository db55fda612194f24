import type { SourcePos } from "../../modules/core/diagnostic.ts";
import type { Unit } from "../../modules/planner/plan.ts";

/** What every site has of its own, a region as well as an edge zone. */
export function siteUnits(site: string, because: readonly SourcePos[]): Unit[] {
  return [
    { id: `${site}.alarm`, site, because, kind: "alarm", notify: ["oncall@example.com"] },
    { id: `${site}.key`, site, because, kind: "key" },
    { id: `${site}.vault`, site, because, kind: "vault", lock: "governance", minDays: 7, maxDays: 365 },
  ];
}
