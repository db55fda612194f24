import { uniquePositions, uniqueSorted } from "../../core/source-order.ts";
import type { Estate } from "../../policy/estate.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { RunnersUnit, ScheduleUnit, StackPlan, Unit, VaultUnit } from "../plan.ts";
import { runTimes } from "../times/run-times.ts";
import { askedBy } from "./asked-by.ts";
import type { SiteAsk } from "./site-asks.ts";
import { standbyUnit } from "./standby-unit.ts";

/**
 * A region's stack, with store, runners and standby; or an edge zone's, which uses those of its parent. `sources` are the
 * regions whose points lie there.
 */
export function siteStack(
  ask: SiteAsk,
  estate: Estate,
  capabilities: Capabilities,
  sources: ReadonlySet<SiteId>,
): StackPlan {
  const { site, region, zone } = ask;
  const shared = { site, ...askedBy(ask.because) };
  const own: Unit[] =
    zone === undefined
      ? [
          { ...shared, kind: "store", id: `${site}.store` },
          runners(shared, estate),
          standbyUnit(shared, estate, sources),
        ]
      : [{ ...shared, kind: "zone-role", id: `${site}.zone-role`, parent: zone.parent }];
  return {
    id: zone === undefined ? `site-${site}` : `zone-${site}`,
    kind: zone === undefined ? "site" : "zone",
    site,
    region,
    wave: 1,
    units: [
      { ...shared, kind: "key", id: `${site}.key` },
      { ...shared, ...vault(ask, capabilities) },
      ...own,
      { ...shared, kind: "alarm", id: `${site}.alarm`, notify: uniqueSorted(estate.notify) },
      ...schedules(ask, estate),
    ],
    dependsOn: [],
  };
}

/**
 * The lock takes exactly the retentions that the policies promise here. Where nothing ends up, such as in the
 * parent region of an edge zone, it takes whatever the provider allows. It is never a compliance lock, whatever the
 * policies ask: that would fix the range for good, so that the next change of a retention could not be deployed, and the
 * points do not lie in the vault. Their own locks are as the policies say.
 */
function vault({ site, kept }: SiteAsk, { retention }: Capabilities): Omit<VaultUnit, "site" | "because"> {
  return {
    kind: "vault",
    id: `${site}.vault`,
    lock: "governance",
    minDays: kept?.min ?? retention.min.value,
    maxDays: kept?.max ?? retention.max.value,
  };
}

function runners(shared: Pick<RunnersUnit, "site" | "because" | "moreLines">, estate: Estate): RunnersUnit {
  const { sourceRevision } = estate;
  return {
    ...{ ...shared, kind: "runners", id: `${shared.site}.runners`, ...generationOf(estate, shared.site) },
    ...(sourceRevision !== undefined && { sourceRevision }),
  };
}

/** An edge zone's runs are signed by the key of its parent. */
function generationOf({ generations = {} }: Estate, region: SiteId): Pick<RunnersUnit, "generation"> {
  const generation = generations[region];
  return generation === undefined ? {} : { generation };
}

function schedules({ site, region, zone, policies, copies }: SiteAsk, estate: Estate): ScheduleUnit[] {
  const zones = uniqueSorted(estate.zones.filter(({ parent }) => parent === site).map(({ id }) => id));
  // All that the site is copied to: what arrives there has to be readable there.
  const destinations = uniqueSorted(copies.keys());
  return policies.map((policy) => ({
    kind: "schedule",
    id: `${site}.schedule.${policy.name}`,
    site,
    because: uniquePositions([policy.nameAt, ...(policy.placed.get(site) ?? [])]),
    policy: policy.name,
    times: runTimes(policy.schedule.value, policy.name, site),
    ...(zone !== undefined && { zone: site }),
    ...generationOf(estate, region),
    zonesElsewhere: zones.filter((id) => policy.placed.has(id)),
    copies: destinations,
  }));
}
