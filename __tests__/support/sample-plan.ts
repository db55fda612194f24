import type { Plan, PolicyPlan, ScheduleUnit, StackPlan } from "../../modules/planner/plan.ts";
import { siteUnits } from "./site-units.ts";

export const ACCOUNT = "123456789012";
export const EAST = "us-east-1";
export const WEST = "eu-west-1";
export const ZONE = "us-east-1-bos-1a";

const because = [{ file: "policies/orders.yaml", line: 1, col: 1 }];

/** What the policy `orders` promises: hourly, 35 days, a copy to the other region. */
export function policyPlan(changes: Partial<PolicyPlan> = {}): PolicyPlan {
  return {
    name: "orders",
    owner: "payments",
    because: { file: "policies/orders.yaml", line: 1, col: 1 },
    select: {
      tags: { backup: ["yes"] },
      names: ["orders-*"],
      arns: [],
      runtimes: [],
      accounts: [],
      exclude: [{ name: "orders-test-*" }],
      resources: [],
    },
    sites: [WEST, EAST, ZONE],
    protect: { code: "published", configuration: "all", triggers: "all", state: [], events: {} },
    schedule: {
      timing: { every: 60 },
      timeZone: "UTC",
      startWindow: 15,
      pauses: [],
      on: [],
      overlap: "allow",
    },
    retention: { keep: 35, generations: {} },
    copies: [{ to: WEST }],
    lock: { mode: "governance" },
    cost: { functions: 10, packageSize: 5_000_000, changes: 8 },
    exposure: { interval: 60, window: 15, replication: 15, local: 75, remote: 90 },
    origins: { retention: { from: "policy", at: { file: "policies/orders.yaml", line: 11, col: 12 } } },
    ...changes,
  };
}

export function scheduleUnit(site: string, changes: Partial<ScheduleUnit> = {}): ScheduleUnit {
  return {
    id: `${site}.schedule.orders`,
    site,
    because,
    kind: "schedule",
    policy: "orders",
    times: { cron: "7 * * * *" },
    zonesElsewhere: [],
    copies: [site === WEST ? EAST : WEST],
    ...changes,
  };
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
      ...siteUnits(region, because),
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
export function samplePlan(changes: Partial<ScheduleUnit> = {}, promises: Partial<PolicyPlan> = {}): Plan {
  const zone: StackPlan = {
    id: `zone-${ZONE}`,
    kind: "zone",
    site: ZONE,
    region: EAST,
    wave: 1,
    units: [
      ...siteUnits(ZONE, because),
      scheduleUnit(ZONE, { zone: ZONE }),
      { id: `${ZONE}.zone-role`, site: ZONE, because, kind: "zone-role", parent: EAST },
    ],
    dependsOn: [],
  };
  return {
    format: 1,
    account: ACCOUNT,
    partition: "aws",
    policies: [policyPlan(promises)],
    stacks: [
      linksStack(WEST, [WEST], EAST),
      linksStack(EAST, [EAST, ZONE], WEST),
      siteStack(WEST, [scheduleUnit(WEST, changes)]),
      siteStack(EAST, [scheduleUnit(EAST, { zonesElsewhere: [ZONE], ...changes })]),
      zone,
    ],
    budgets: [],
  };
}
