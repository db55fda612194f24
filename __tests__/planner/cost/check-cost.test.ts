import { expect, test } from "vitest";
import { checkCost } from "../../../modules/planner/cost/check-cost.ts";
import { policyCosts, sumOf } from "../../../modules/planner/cost/policy-costs.ts";
import { planPolicies } from "../../../modules/planner/expand/plan-policies.ts";
import type { Block, Copy, Policy, Retention } from "../../../modules/policy/policy.ts";
import { at, capabilities, estate, policy, zoneLock } from "../../support/policies.ts";
import { tinyPrices } from "../../support/price-book.ts";

function found(...policies: readonly Policy[]) {
  const { plan } = planPolicies({ policies, estate: estate(), zoneLock, capabilities });
  const names = new Set(policies.map(({ name }) => name));
  const costs = policyCosts(plan, tinyPrices, names);
  return {
    diagnostics: checkCost(policies, plan, tinyPrices),
    micros: (name: string): number => {
      const totals = costs.get(name);
      if (totals === undefined) throw new Error(`nothing of ${name}`);
      return sumOf(totals);
    },
  };
}

const orders = (limit?: number, more: Partial<Policy> = {}): Policy =>
  policy({
    name: "orders",
    sites: ["a"],
    copies: ["b"],
    every: 1440,
    more: {
      cost: {
        value: { functions: 2, packageSize: 1000, changes: 1, ...(limit !== undefined && { limit }) },
        from: "policy",
        at: at(10, 1, "orders.yaml"),
        places: { limit: at(10, 16, "orders.yaml") },
      },
      ...more,
    },
  });

test("an estimate that equals the limit is allowed, one that exceeds it refused with what it is made of", () => {
  const limit = found(orders()).micros("orders") / 1_000_000;
  expect(limit).toBeCloseTo(2.8, 1);
  expect(found(orders(limit)).diagnostics).toEqual([]);
  const [fault, ...rest] = found(orders(limit - 0.000_001)).diagnostics;
  expect(rest).toEqual([]);
  expect(fault).toEqual({
    severity: "error",
    code: "BUDGET",
    message: `policy orders costs about 2.81 USD a month, the limit is ${limit - 0.000_001}: 2.50 its share of what zonekeep itself costs, 0.31 runs, <0.01 copies, <0.01 storage`,
    hint: "keep less, copy to fewer regions, run less often or raise the limit; with 2 functions at each site and 1 change a month each, prices of 2027-01-01",
    at: at(10, 16, "orders.yaml"),
  });
});

test("a limit is for the policy's own part, and nothing is checked without one", () => {
  const other = policy({ name: "other", sites: ["a"], copies: ["b"] });
  const limit = found(orders(), other).micros("orders") / 1_000_000;
  expect(limit).toBeLessThan(1.7);
  expect(found(orders(limit), other).diagnostics).toEqual([]);
  expect(found(orders(limit - 0.000_001), other).diagnostics).toHaveLength(1);
  expect(found(other).diagnostics).toEqual([]);
});

function kept(value: Retention, copies: readonly Copy[] = []): Policy {
  const block = <T>(of: T, line: number, ...paths: readonly string[]): Block<T> => ({
    value: of,
    from: "policy",
    at: at(line, 1),
    places: Object.fromEntries(paths.map((path, i) => [path, at(line, 10 * (i + 1))])),
  });
  return policy({
    sites: ["a"],
    more: {
      retention: block(value, 7, "keep", "cold-after"),
      copies: block(copies, 8, "b", "b.cold-after"),
    },
  });
}

test("cold storage that is left before it is paid off is told, a stay of exactly that long is not", () => {
  const said = (value: Retention, copies?: readonly Copy[]) =>
    found(kept(value, copies)).diagnostics.filter(({ message }) => message.includes("end after"));
  expect(said({ keep: 90, generations: { daily: 49 }, coldAfter: 10 })).toEqual([
    {
      severity: "warning",
      code: "BUDGET",
      message:
        "daily points end after 49 days, 39 of them in cold storage, which is paid for 40 days at least",
      hint: "keep them 50 days or more, or move them later: page-8",
      at: at(7, 20),
    },
  ]);
  expect(said({ keep: 90, generations: { daily: 50, hourly: 240 }, coldAfter: 10 })).toEqual([]);
  // A copy with a cold tier of its own is told at its own place; one without is as its source.
  const copies = [{ to: "b", coldAfter: 10 }];
  expect(said({ keep: 90, generations: { weekly: 6 } }, copies)).toMatchObject([
    { message: expect.stringContaining("weekly copies in b end after 42 days, 32 of them"), at: at(8, 20) },
  ]);
  expect(said({ keep: 90, generations: { weekly: 6 }, coldAfter: 10 }, [{ to: "b" }])).toHaveLength(1);
});

test("points are smaller than what cold storage counts, which is told once where it is asked for", () => {
  expect(found(kept({ keep: 90, generations: {}, coldAfter: 10 })).diagnostics).toEqual([
    {
      severity: "warning",
      code: "BUDGET",
      message: "points are objects of about 3000 bytes, and cold storage counts each as 10000",
      hint: "leave out cold-after, unless packages are most of what is kept: page-20",
      at: at(7, 20),
    },
  ]);
});

test("tables kept for less than a week may be backed up whole each time", () => {
  const tables = (keep: number): Policy => {
    const base = kept({ keep, generations: {} });
    return { ...base, protect: { ...base.protect, value: { ...base.protect.value, state: ["tables"] } } };
  };
  expect(found(tables(7)).diagnostics).toEqual([]);
  expect(found(tables(6)).diagnostics).toEqual([
    {
      severity: "warning",
      code: "BUDGET",
      message: "tables are kept for 6 days: under 7, each backup may be a full one",
      hint: "keep them 7 days or more: page-21",
      at: at(7, 10),
    },
  ]);
  expect(found(kept({ keep: 6, generations: {} })).diagnostics).toEqual([]);
});
