import type { SourcePos } from "../../modules/core/diagnostic.ts";
import { compareText, uniqueSorted } from "../../modules/core/source-order.ts";
import type { Plan, PolicyPlan, ScheduleUnit, StackPlan, Unit } from "../../modules/planner/plan.ts";
import { policyPlan } from "./sample-plan.ts";
import { siteUnits } from "./site-units.ts";

/** How large a plan is, and what a person wrote in it. */
export interface PlanShape {
  readonly regions: number;
  /** Edge zones of each region. */
  readonly zones: (region: number) => number;
  /** Regions that each region copies to. */
  readonly copies: number;
  readonly policies: readonly PolicyPlan[];
}

const AREAS = ["us-east", "us-west", "eu-west", "eu-central", "ap-south", "ap-northeast", "sa-east"] as const;

/** A region's name as the provider would give it: `us-east-1`, `eu-west-3`. */
function regionName(index: number): string {
  return `${AREAS[index % AREAS.length]}-${Math.floor(index / AREAS.length) + 1}`;
}

/** A plan of this shape: each policy runs at every site, and copies to the regions that follow its own. */
export function planOf({ regions, zones, copies, policies }: PlanShape): Plan {
  const names = Array.from({ length: regions }, (_, index) => regionName(index));
  const destinations = (index: number): string[] =>
    uniqueSorted(
      Array.from(
        { length: Math.min(copies, regions - 1) },
        (_, step) => names[(index + step + 1) % regions] ?? "",
      ),
    );
  const zonesOf = (index: number): string[] =>
    Array.from({ length: zones(index) }, (_, zone) => `${names[index]}-met-${zone + 1}a`);
  const because = policies.map((policy) => policy.because);
  const stacks = names.flatMap((region, index): StackPlan[] => {
    const run = (site: string, rest: Partial<ScheduleUnit>): ScheduleUnit[] =>
      policies.map(({ name }) => ({
        id: `${site}.schedule.${name}`,
        site,
        because,
        kind: "schedule",
        policy: name,
        times: { cron: "7 * * * *" },
        zonesElsewhere: [],
        copies: destinations(index),
        ...rest,
      }));
    const own = zonesOf(index);
    return [
      {
        ...stack("site", region, region, 1),
        units: sorted([...regionUnits(region, because), ...run(region, { zonesElsewhere: own })]),
      },
      ...own.map((zone) => ({
        ...stack("zone", zone, region, 1),
        units: sorted([...zoneUnits(zone, region, because), ...run(zone, { zone })]),
      })),
      {
        ...stack("links", region, region, 2),
        units: [region, ...own].flatMap((site) =>
          destinations(index).map(
            (to): Unit => ({ id: `${site}.copy.${to}`, site, because, kind: "copy", to }),
          ),
        ),
        dependsOn: uniqueSorted([region, ...destinations(index)]).map((each) => `site-${each}`),
      },
    ];
  });
  return {
    format: 1,
    account: "123456789012",
    partition: "aws",
    policies: [...policies].sort((a, b) => compareText(a.name, b.name)),
    stacks: stacks.sort((a, b) => a.wave - b.wave || compareText(a.id, b.id)),
    budgets: names.map((region) => ({
      region,
      allowed: 300,
      average: policies.length,
      peak: 10 * policies.length,
      peakMinutes: 1,
      allVersionsMinutes: 1,
      assumed: policies.map(({ name }) => name),
    })),
  };
}

function stack(kind: StackPlan["kind"], site: string, region: string, wave: 1 | 2): StackPlan {
  return { id: `${kind}-${site}`, kind, site, region, wave, units: [], dependsOn: [] };
}

const sorted = (units: Unit[]): Unit[] => units.sort((a, b) => compareText(a.id, b.id));

function regionUnits(site: string, because: readonly SourcePos[]): Unit[] {
  return [
    ...siteUnits(site, because),
    { id: `${site}.runners`, site, because, kind: "runners" },
    { id: `${site}.standby`, site, because, kind: "standby", passRoles: ["orders-*"] },
    { id: `${site}.store`, site, because, kind: "store" },
  ];
}

function zoneUnits(site: string, parent: string, because: readonly SourcePos[]): Unit[] {
  return [...siteUnits(site, because), { id: `${site}.zone-role`, site, because, kind: "zone-role", parent }];
}

/** Everything that the language can say, said at once. */
export const EVERYTHING: PolicyPlan = policyPlan({
  select: {
    tags: { service: ["orders"], tier: ["*"] },
    names: ["orders-*"],
    arns: ["arn:aws:lambda:us-east-1:123456789012:function:x"],
    runtimes: ["nodejs*"],
    accounts: ["123456789012"],
    exclude: [{ name: "*-canary" }, { name: "tmp-*", reason: "rebuilt every hour" }],
    resources: ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
  },
  protect: {
    code: "all",
    configuration: "without-environment",
    triggers: ["s3", "sqs"],
    state: ["buckets", "file-systems", "tables"],
    events: { eventbridge: "all", kinesis: 1440 },
  },
  schedule: {
    timing: { cron: "0 5 * * *" },
    timeZone: "Europe/Berlin",
    startWindow: 15,
    completionWindow: 120,
    pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "freeze" }],
    on: ["change", "deployment"],
    overlap: "skip",
  },
  retention: {
    keep: 35,
    generations: { hourly: 24, daily: 7, weekly: 4, monthly: 12, yearly: 7 },
    coldAfter: 30,
  },
  copies: [{ to: "eu-west-1", account: "210987654321", keep: 90, coldAfter: 30, lock: "compliance" }],
  lock: { mode: "compliance", confirmed: { on: "2026-11-28", by: "ana", days: 35 } },
  stayIn: ["EU"],
  hold: { reason: "case 17", until: "2027-06-30" },
  objectives: { rpo: 120, rto: 240, survive: 1 },
  drill: { every: 43_200, site: "eu-west-1" },
  alerts: { notify: ["a@example.com"], on: ["failed", "late", "partial"] },
  compliance: { frameworks: ["nist-800-53"] },
  encryption: { key: "arn:aws:kms:us-east-1:123456789012:key/x" },
  accept: [{ change: "weakens", reason: "smaller budget" }],
  cost: { limit: 50, functions: 20, packageSize: 10_000_000, changes: 8 },
});
