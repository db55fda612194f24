import fc from "fast-check";
import { expect, test } from "vitest";
import { checkBudgets } from "../../modules/planner/budget/check-budgets.ts";
import { readBudgets } from "../../modules/planner/budget/read-budget.ts";
import type { Capabilities } from "../../modules/planner/capabilities.ts";
import type { Plan, PolicyPlan, ScheduleUnit } from "../../modules/planner/plan.ts";
import type { Estate } from "../../modules/policy/estate.ts";
import type { Versions } from "../../modules/policy/policy.ts";
import { at, capabilities as provider, estate as testEstate } from "../support/policies.ts";
import { policyPlan, scheduleUnit } from "../support/sample-plan.ts";

/** 600 reads a minute, half of them ours; a function takes 6, four times as many with all versions. */
const half = testEstate({ apiShare: { value: 0.5, from: "estate", at: at(9, 1, "estate.yaml") } });
const capabilities: Capabilities = {
  ...provider,
  readsOfRun: ({ code }) => ({ perFunction: code === "all" ? 24 : 6, perPage: 0, pageSize: 50 }),
};

interface Words {
  readonly name: string;
  readonly functions: number;
  readonly said?: boolean;
  readonly code?: Versions;
  readonly timing?: PolicyPlan["schedule"]["timing"];
  readonly timeZone?: string;
  readonly runs: readonly (Pick<ScheduleUnit, "site" | "times"> & { readonly region?: string })[];
}

function planOf(...policies: readonly Words[]): Pick<Plan, "policies" | "stacks"> {
  return {
    policies: policies.map(
      ({ name, functions, said = true, code = "published", timing = { every: 60 }, timeZone = "UTC" }) => {
        const base = policyPlan({ name });
        return {
          ...base,
          because: at(1, 1, `${name}.yaml`),
          protect: { ...base.protect, code },
          schedule: { ...base.schedule, timing, timeZone },
          cost: { ...base.cost, functions },
          origins: {
            schedule: { from: "policy", at: at(6, 1, `${name}.yaml`) },
            ...(said && { "cost.functions": { from: "policy", at: at(9, 1, `${name}.yaml`) } }),
          },
        };
      },
    ),
    stacks: policies.flatMap(({ name, runs }) =>
      runs.map(({ site, region = site, times }) => ({
        id: region === site ? `site-${site}` : `zone-${site}`,
        kind: region === site ? ("site" as const) : ("zone" as const),
        site,
        region,
        wave: 1 as const,
        units: [scheduleUnit(site, { policy: name, times })],
        dependsOn: [],
      })),
    ),
  };
}

const hourly = { cron: "7 * * * *" };
const budgets = (estate: Estate, ...policies: Words[]) =>
  readBudgets(planOf(...policies), estate, capabilities);
const faults = (...policies: Words[]) =>
  checkBudgets({ ...planOf(...policies), budgets: budgets(half, ...policies) }, capabilities);

test("a region's budget is what its runs and those of its edge zones read, on average and at the busiest", () => {
  const orders: Words = {
    name: "orders",
    functions: 1000,
    runs: [
      { site: "a", times: hourly },
      { site: "a-1", region: "a", times: { cron: "8 * * * *" } },
      { site: "b", times: hourly },
    ],
  };
  const nightly: Words = {
    name: "nightly",
    functions: 10,
    said: false,
    runs: [{ site: "a", times: { cron: "7 3 * * *" } }],
  };
  expect(budgets(half, orders, nightly)).toEqual([
    // 6000 an hour and twice so, 60 a day; at 3:07 orders and nightly begin together.
    { region: "a", allowed: 300, average: 201, peak: 6060, peakMinutes: 21, assumed: ["nightly"] },
    { region: "b", allowed: 300, average: 100, peak: 6000, peakMinutes: 20, assumed: [] },
  ]);
});

test("runs of other time zones and runs without a clock are taken to begin in the busiest minute too", () => {
  const run = (name: string, functions: number, more: Partial<Words>): Words => ({
    name,
    functions,
    runs: [{ site: "a", times: { cron: "0 5 * * *" } }],
    ...more,
  });
  const [budget] = budgets(
    half,
    run("utc", 1, {}),
    run("berlin", 10, { timeZone: "Europe/Berlin" }),
    run("later", 1, { runs: [{ site: "a", times: { cron: "1 5 * * *" } }] }),
    run("rate", 100, { runs: [{ site: "a", times: { rate: 1440 } }] }),
  );
  expect(budget?.peak).toBe(6 + 60 + 600);
});

test("keeping all versions says how long its extra reads take", () => {
  const all: Words = {
    name: "all",
    functions: 1000,
    code: "all",
    runs: [{ site: "a", times: { cron: "0 5 * * *" } }],
  };
  expect(budgets(half, all)).toEqual([
    {
      region: "a",
      allowed: 300,
      average: 17,
      peak: 24_000,
      peakMinutes: 80,
      allVersionsMinutes: 60,
      assumed: [],
    },
  ]);
});

test("what is allowed is a share of the rate in whole reads, and never nothing", () => {
  const allowed = (value: number): number | undefined =>
    budgets(testEstate({ apiShare: { value, from: "estate", at: at(9, 1) } }), {
      name: "p",
      functions: 1,
      runs: [{ site: "a", times: hourly }],
    })[0]?.allowed;
  expect([1, 0.29, 0.33, 0.001].map(allowed)).toEqual([600, 174, 198, 1]);
});

test("reads that equal what is allowed fit, one function more is refused, with what would fit", () => {
  const orders = (functions: number): Words => ({
    name: "orders",
    functions,
    runs: [{ site: "a", times: hourly }],
  });
  expect(faults(orders(3000))).toEqual([]);
  expect(faults(orders(3001))).toEqual([
    {
      severity: "error",
      code: "BUDGET",
      message: "runs in a need 301 reads a minute, 300 are allowed: orders 301",
      hint: "run orders every 2h or less often, or give the estate api-share: 51%: page-13",
      at: at(6, 1, "orders.yaml"),
    },
  ]);
});

test("the greediest policy is named first and where it is scheduled, with the share that suffices, if any", () => {
  const run = (name: string, functions: number, more: Partial<Words> = {}): Words => ({
    name,
    functions,
    runs: [{ site: "a", times: hourly }],
    ...more,
  });
  const timing = { cron: "7 * * * *" };
  const [fault] = faults(
    run("small", 100),
    run("same", 100),
    run("other", 900),
    run("big", 6000, { timing, said: false }),
  );
  expect(fault).toMatchObject({
    message: "runs in a need 710 reads a minute, 300 are allowed: big 600, other 90, same 10 and 1 more",
    hint: "write how many functions big selects, cost: { functions: N }; 6000 are assumed, or run big 3.2 times less often: page-13",
    at: at(6, 1, "big.yaml"),
  });
  // When the others alone are too many, rarer runs of one do not help.
  const [all] = faults(run("big", 6000), run("other", 5999));
  expect(all?.hint).toBe("run all of them 4.0 times less often: page-13");
  const rate = { timing: { rate: 50 }, runs: [{ site: "a", times: { rate: 50 } }] };
  expect(faults(run("rated", 2501, rate))[0]?.hint).toContain("run rated every 51m or less often");
});

test("more functions, sites and runs never read less", () => {
  const words = fc.record({
    functions: fc.integer({ min: 1, max: 500 }),
    sites: fc.uniqueArray(fc.constantFrom("a", "a-1", "a-2"), { minLength: 1 }),
    minutes: fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 5 }),
  });
  const of = ({ functions, sites, minutes }: { functions: number; sites: string[]; minutes: number[] }) => {
    const cron = `${[...minutes].sort((a, b) => a - b).join(",")} * * * *`;
    const runs = sites.map((site) => ({ site, region: "a", times: { cron } }));
    const [budget] = budgets(half, { name: "p", functions, runs });
    return { average: budget?.average ?? 0, peak: budget?.peak ?? 0 };
  };
  fc.assert(
    fc.property(words, words, (one, more) => {
      const less = of(one);
      const both = of({
        functions: one.functions + more.functions,
        sites: [...new Set([...one.sites, ...more.sites])],
        minutes: [...new Set([...one.minutes, ...more.minutes])],
      });
      expect(both.average).toBeGreaterThanOrEqual(less.average);
      expect(both.peak).toBeGreaterThanOrEqual(less.peak);
    }),
    { numRuns: 50 },
  );
});
