import type { Plan, ScheduleUnit } from "../../../modules/planner/plan.ts";
import { policyPlan } from "../../support/sample-plan.ts";

const at = { file: "policies/orders.yaml", line: 3, col: 1 };

function scheduleUnit(site: string, rest: Partial<ScheduleUnit> = {}): ScheduleUnit {
  return {
    kind: "schedule",
    id: `${site}.schedule.orders`,
    site,
    because: [at],
    policy: "orders",
    times: { cron: "7 */6 * * *" },
    zonesElsewhere: [],
    copies: ["eu-west-1"],
    ...rest,
  };
}

/** One region with a schedule and a zone of it with another, and a region that receives their copies. */
export const PLAN: Plan = {
  format: 1,
  account: "123456789012",
  partition: "aws",
  policies: ["media", "orders"].map((name) =>
    policyPlan({
      name,
      schedule: {
        timing: { every: 360 },
        timeZone: "UTC",
        startWindow: 60,
        pauses: [],
        on: [],
        overlap: "allow",
      },
    }),
  ),
  budgets: [],
  stacks: [
    {
      id: "site-eu-west-1",
      kind: "site",
      site: "eu-west-1",
      region: "eu-west-1",
      wave: 1,
      dependsOn: [],
      units: [{ kind: "store", id: "eu-west-1.store", site: "eu-west-1", because: [at] }],
    },
    {
      id: "site-us-east-1",
      kind: "site",
      site: "us-east-1",
      region: "us-east-1",
      wave: 1,
      dependsOn: [],
      units: [
        {
          kind: "vault",
          id: "us-east-1.vault",
          site: "us-east-1",
          because: [at, { ...at, line: 9 }],
          lock: "compliance",
          minDays: 7,
          maxDays: 35,
        },
        scheduleUnit("us-east-1"),
        scheduleUnit("us-east-1", { id: "us-east-1.schedule.media", policy: "media", copies: [] }),
      ],
    },
    {
      id: "zone-us-east-1-bos-1a",
      kind: "zone",
      site: "us-east-1-bos-1a",
      region: "us-east-1",
      wave: 1,
      dependsOn: [],
      units: [scheduleUnit("us-east-1-bos-1a", { zone: "us-east-1-bos-1a", copies: [] })],
    },
    {
      id: "links-us-east-1",
      kind: "links",
      site: "us-east-1",
      region: "us-east-1",
      wave: 2,
      dependsOn: ["site-eu-west-1", "site-us-east-1"],
      units: [
        { kind: "copy", id: "us-east-1.copy.eu-west-1", site: "us-east-1", because: [at], to: "eu-west-1" },
      ],
    },
  ],
};
