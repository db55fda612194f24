import fc from "fast-check";
import { expect, test } from "vitest";
import { COST_GROUPS, estimateCost } from "../../../modules/planner/cost/estimate.ts";
import { policyCosts, sumOf, totalsOf } from "../../../modules/planner/cost/policy-costs.ts";
import { SIZES } from "../../../modules/planner/cost/stock.ts";
import { planPolicies } from "../../../modules/planner/expand/plan-policies.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import type { Cost } from "../../../modules/policy/policy.ts";
import { at, capabilities, estate, type PolicyWords, policy, zoneLock } from "../../support/policies.ts";
import { tinyPrices } from "../../support/price-book.ts";

/** One function of a thousand bytes that changes once a month. */
const small: Cost = { functions: 1, packageSize: 1000, changes: 1 };

function planOf(...words: readonly (PolicyWords & { readonly cost?: Cost })[]): Plan {
  const policies = words.map(({ cost = small, ...rest }) =>
    policy({
      ...rest,
      more: { cost: { value: cost, from: "policy", at: at(10, 1), places: {} }, ...rest.more },
    }),
  );
  return planPolicies({ policies, estate: estate(), zoneLock, capabilities }).plan;
}

/** Daily runs and 487 days, which are 16 months: 487 points. */
const daily = { name: "orders", sites: ["a"], every: 1440, retention: 487 };
const aPoint = (copies: number): number =>
  SIZES.point + (1 + copies) * SIZES.wrap + SIZES.summaryLine + SIZES.summary;

test("an estimate names what zonekeep costs idle, then storage, copies and runs, each with its price", () => {
  const items = estimateCost(planOf({ ...daily, copies: ["b"] }), tinyPrices);
  const code = 22 * 1000 + 17 * SIZES.document;
  const kept = code + 487 * aPoint(1);
  const sent = 1000 + SIZES.document + Math.ceil(30.4375 * aPoint(1));
  const orders = { stack: "site-a", policy: "orders" };
  expect(
    items.map(({ price: { micros, unit, per, source, assumed }, ...item }) => {
      expect({ unit, source, assumed }).toEqual({ unit: "one", source: "list", assumed: false });
      return { ...item, price: `${micros}/${per}` };
    }),
  ).toEqual([
    {
      group: "idle",
      stack: "site-a",
      region: "a",
      what: "keys",
      quantity: 1,
      price: "1000000/1",
      micros: 1_000_000,
    },
    {
      group: "idle",
      stack: "site-b",
      region: "b",
      what: "keys",
      quantity: 1,
      price: "1000000/1",
      micros: 1_000_000,
    },
    {
      group: "idle",
      stack: "links-a",
      region: "a",
      what: "links",
      quantity: 1,
      price: "500000/1",
      micros: 500_000,
    },
    {
      group: "storage",
      ...orders,
      region: "a",
      what: "bytes",
      quantity: kept,
      price: "2/1000",
      micros: Math.ceil((kept * 2) / 1000),
    },
    {
      group: "copies",
      ...orders,
      region: "a",
      what: "sent bytes",
      quantity: sent,
      price: "3/1000",
      micros: Math.ceil((sent * 3) / 1000),
    },
    {
      group: "copies",
      ...orders,
      region: "b",
      what: "bytes",
      quantity: kept,
      price: "2/1000",
      micros: Math.ceil((kept * 2) / 1000),
    },
    {
      group: "requests",
      ...orders,
      region: "a",
      what: "runs",
      quantity: 31,
      price: "10000/1",
      micros: 310_000,
    },
    { group: "requests", ...orders, region: "a", what: "looks", quantity: 183, price: "5/10", micros: 92 },
  ]);
});

test("an inventory's numbers go before the policy's own", () => {
  const plan = planOf({ ...daily, sites: ["a", "b"] });
  const looks = (count?: Parameters<typeof estimateCost>[2]): number[] =>
    estimateCost(plan, tinyPrices, count).flatMap(({ what, quantity }) =>
      what === "looks" ? [quantity] : [],
    );
  expect(looks()).toEqual([183, 183]);
  const found = (name: string, site: string) =>
    name === "orders" && site === "b" ? { functions: 100 } : undefined;
  expect(looks(found)).toEqual([183, 18_263]);
});

test("a copy keeps as long as it says, else as its source does, also where another policy asked for it", () => {
  const longer = {
    copies: { value: [{ to: "b", keep: 974 }], from: "policy", at: at(8, 1), places: {} },
  } as const;
  const plan = planOf({ ...daily, more: longer }, { ...daily, name: "other" });
  const at_b = estimateCost(plan, tinyPrices).filter(
    ({ region, group }) => region === "b" && group === "copies",
  );
  const code = (changes: number): number => (6 + changes) * 1000 + (1 + changes) * SIZES.document;
  expect(at_b.map(({ policy, quantity }) => [policy, quantity])).toEqual([
    ["orders", code(32) + 974 * aPoint(1)],
    ["other", code(16) + 487 * aPoint(1)],
  ]);
});

test("cold storage is told apart, small objects counted as large as the provider does", () => {
  const retention = {
    value: { keep: 974, coldAfter: 487, generations: {} },
    from: "policy",
    at: at(7, 1),
    places: {},
  } as const;
  const items = estimateCost(planOf({ ...daily, more: { retention } }), tinyPrices);
  const quantities = items
    .filter(({ group }) => group === "storage")
    .map(({ what, quantity }) => [what, quantity]);
  expect(quantities).toEqual([
    ["bytes", 22 * 1000 + 17 * SIZES.document + 487 * aPoint(0)],
    // 16 packages, 16 documents, and 487 points of four objects each.
    ["cold bytes", 32 * 10_000 + 487 * 4 * 10_000],
    ["moves", 2 + Math.ceil(30.4375 * 4)],
  ]);
});

test("a stack's idle cost is shared by the policies that use it, and all shares add up to the whole", () => {
  const plan = planOf(
    { ...daily, copies: ["b"] },
    { ...daily, name: "zone", sites: ["a-1"] },
    { ...daily, name: "away", sites: ["b"] },
  );
  const all = policyCosts(plan, tinyPrices, new Set(["orders", "zone", "away"]));
  expect([...all].map(([name, { idle }]) => [name, idle]).sort()).toEqual([
    // A half of b's key.
    ["away", 500_000],
    // Halves of both keys, and the link alone.
    ["orders", 1_500_000],
    // A half of the parent's key, and its own.
    ["zone", 1_500_000],
  ]);
  const items = estimateCost(plan, tinyPrices);
  const shared = [...all.values()].reduce((sum, totals) => sum + sumOf(totals), 0);
  expect(shared).toBe(sumOf(totalsOf(items)));
});

const words = fc.uniqueArray(fc.constantFrom("orders", "media", "edge"), { minLength: 1 }).chain((names) =>
  fc.tuple(
    ...names.map((name) =>
      fc.record({
        name: fc.constant(name),
        sites: fc.uniqueArray(fc.constantFrom("a", "a-1", "b"), { minLength: 1 }),
        copies: fc.uniqueArray(fc.constantFrom("c", "d")),
        every: fc.constantFrom(60, 360, 1440),
        retention: fc.integer({ min: 2, max: 90 }),
        cost: fc.record({
          functions: fc.integer({ min: 1, max: 50 }),
          packageSize: fc.integer({ min: 1, max: 50_000_000 }),
          changes: fc.integer({ min: 0, max: 40 }),
        }),
      }),
    ),
  ),
);

test("the sum of the items is the sum of the groups and of the policies, and a copy more never costs less", () => {
  fc.assert(
    fc.property(words, (policies) => {
      const plan = planOf(...policies);
      const items = estimateCost(plan, tinyPrices);
      const total = items.reduce((sum, { micros }) => sum + micros, 0);
      expect(sumOf(totalsOf(items))).toBe(total);
      const names = new Set(policies.map(({ name }) => name));
      const each = [...policyCosts(plan, tinyPrices, names).values()];
      expect(each.reduce((sum, totals) => sum + sumOf(totals), 0)).toBe(total);
      expect(items.map(({ group }) => COST_GROUPS.indexOf(group))).toEqual(
        items.map(({ group }) => COST_GROUPS.indexOf(group)).sort(),
      );

      const more = planOf(...policies.map((one) => ({ ...one, copies: ["c", "d"] })));
      expect(sumOf(totalsOf(estimateCost(more, tinyPrices)))).toBeGreaterThanOrEqual(total);
      expect(estimateCost(planOf(...[...policies].reverse()), tinyPrices)).toEqual(items);
    }),
    { numRuns: 20 },
  );
});
