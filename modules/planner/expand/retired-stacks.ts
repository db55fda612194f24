import { uniqueSorted } from "../../core/source-order.ts";
import type { Estate, RetiredSite } from "../../policy/estate.ts";
import type { Capabilities } from "../capabilities.ts";
import type { StackPlan, Unit, VaultUnit } from "../plan.ts";
import { standbyUnit } from "./standby-unit.ts";

/**
 * What stays of the sites that are no longer in use: where points lie, what opens them, what signed and what restores them. No run
 * begins there, so there are no runners, no schedules, no copies and no role that writes; who is told is told of calls on
 * what is kept, and of no run. Ids are those the site had in use, so that nothing is replaced. A site that is retired and in use at
 * once is left out: `checkRetired` names it.
 */
export function retiredStacks(estate: Estate, capabilities: Capabilities): StackPlan[] {
  const inUse = new Set([...estate.regions, ...estate.zones].map(({ id }) => id));
  return estate.retired
    .filter(({ id }) => !inUse.has(id))
    .map((site) => retiredStack(site, estate, capabilities));
}

function retiredStack(retired: RetiredSite, estate: Estate, capabilities: Capabilities): StackPlan {
  const { id: site, parent, until, at } = retired;
  const shared = { site, because: [at] };
  // Nothing says any more who copied to it: every key may have signed what lies there.
  const pinned = new Set((estate.signers ?? []).map(({ region }) => region));
  const ofRegion: Unit[] = [
    { ...shared, kind: "store", id: `${site}.store` },
    standbyUnit(shared, estate, pinned),
  ];
  return {
    id: parent === undefined ? `site-${site}` : `zone-${site}`,
    kind: parent === undefined ? "site" : "zone",
    site,
    region: parent ?? site,
    wave: 1,
    retiredUntil: until,
    units: [
      {
        ...{ ...shared, kind: "key", id: `${site}.key` },
        // An edge zone's runs were signed by the key of its parent.
        ...(parent === undefined && { signed: estate.generations?.[site] ?? 1 }),
      },
      vault(shared, capabilities),
      ...(parent === undefined ? ofRegion : []),
      { ...shared, kind: "alarm", id: `${site}.alarm`, notify: uniqueSorted(estate.notify) },
    ],
    dependsOn: [],
  };
}

/**
 * No policy says any more which retentions are in it, so the lock's range is all that the provider allows: no point
 * lies outside of it, and a narrower one would say something that nobody promised.
 */
function vault(
  shared: Pick<VaultUnit, "site" | "because">,
  { retention: { min, max } }: Capabilities,
): VaultUnit {
  return {
    ...shared,
    kind: "vault",
    id: `${shared.site}.vault`,
    lock: "governance",
    minDays: min.value,
    maxDays: max.value,
  };
}
