import type { Plan, ScheduleUnit, StackPlan, Unit } from "../../modules/planner/plan.ts";

export const ACCOUNT = "123456789012";
export const EAST = "us-east-1";
export const WEST = "eu-west-1";
export const ZONE = "us-east-1-bos-1a";

const because = [{ file: "policies/orders.yaml", line: 1, col: 1 }];

export function scheduleUnit(site: string, changes: Partial<ScheduleUnit> = {}): ScheduleUnit {
  return {
    id: `${site}.schedule.orders`,
    site,
    because,
    kind: "schedule",
    policy: "orders",
    owner: "payments",
    everyMinutes: 60,
    select: {
      tags: { backup: ["yes"] },
      names: ["orders-*"],
      exclude: ["orders-test-*"],
    },
    protect: ["code", "configuration", "triggers"],
    retentionDays: 35,
    lock: "governance",
    zonesElsewhere: [],
    copies: [site === WEST ? EAST : WEST],
    ...changes,
  };
}

function siteUnits(site: string): Unit[] {
  const base = { site, because };
  return [
    { ...base, id: `${site}.alarm`, kind: "alarm", notify: ["oncall@example.com"] },
    { ...base, id: `${site}.key`, kind: "key" },
    { ...base, id: `${site}.vault`, kind: "vault", lock: "governance", minDays: 7, maxDays: 365 },
  ];
}

function siteStack(region: string, schedules: readonly ScheduleUnit[]): StackPlan {
  const base = { site: region, because };
  return {
    id: `site-${region}`,
    kind: "site",
    site: region,
    region,
    wave: 1,
    units: [
      ...siteUnits(region),
      { ...base, id: `${region}.runners`, kind: "runners" },
      ...schedules,
      { ...base, id: `${region}.standby`, kind: "standby", passRoles: ["orders-*"] },
      { ...base, id: `${region}.store`, kind: "store" },
    ],
    dependsOn: [],
  };
}

function linksStack(region: string, sources: readonly string[], to: string): StackPlan {
  return {
    id: `links-${region}`,
    kind: "links",
    site: region,
    region,
    wave: 2,
    units: sources.map((site) => ({ id: `${site}.copy.${to}`, site, because, kind: "copy", to })),
    dependsOn: [`site-${region}`, `site-${to}`],
  };
}

/** Two regions that copy to each other, and an edge zone of the first. */
export function samplePlan(changes: Partial<ScheduleUnit> = {}): Plan {
  const zone: StackPlan = {
    id: `zone-${ZONE}`,
    kind: "zone",
    site: ZONE,
    region: EAST,
    wave: 1,
    units: [
      ...siteUnits(ZONE),
      scheduleUnit(ZONE, { zone: ZONE }),
      { id: `${ZONE}.zone-role`, site: ZONE, because, kind: "zone-role", parent: EAST },
    ],
    dependsOn: [],
  };
  return {
    account: ACCOUNT,
    partition: "aws",
    stacks: [
      linksStack(WEST, [WEST], EAST),
      linksStack(EAST, [EAST, ZONE], WEST),
      siteStack(WEST, [scheduleUnit(WEST, changes)]),
      siteStack(EAST, [scheduleUnit(EAST, { zonesElsewhere: [ZONE], ...changes })]),
      zone,
    ],
  };
}
