import { expect, test } from "vitest";
import { compareCosts, costRows } from "../../../modules/planner/cost/compare-costs.ts";
import type { CostItem } from "../../../modules/planner/cost/estimate.ts";

const item = (words: Partial<CostItem> & { readonly cents?: number }): CostItem => {
  const { cents = 1, price, ...rest } = words;
  return {
    group: "storage",
    stack: "site-a",
    policy: "orders",
    region: "a",
    what: "bytes",
    quantity: cents,
    price: { micros: 10_000, unit: "one", per: 1, source: "list", assumed: false, ...price },
    micros: cents * 10_000,
    ...rest,
  };
};
const { policy: _, ...shared } = item({ group: "idle", what: "keys" });
const dear = { micros: 20_000, unit: "one", per: 1, source: "list", assumed: false };

test("items of one kind and price are one row, of a policy over its sites, of what is idle over its stack", () => {
  const rows = costRows([
    { ...shared, stack: "site-b" },
    { ...shared, stack: "site-a" },
    item({}),
    item({ stack: "site-b", region: "b", cents: 2 }),
    item({ policy: "media" }),
    item({ stack: "site-c", region: "c", price: dear }),
  ]);
  expect(rows.map(({ group, of, what, quantity, micros }) => [group, of, what, quantity, micros])).toEqual([
    ["idle", "site-b", "keys", 1, 10_000],
    ["idle", "site-a", "keys", 1, 10_000],
    ["storage", "media", "bytes", 1, 10_000],
    ["storage", "orders", "bytes", 3, 30_000],
    ["storage", "orders", "bytes", 1, 10_000],
  ]);
});

test("what costs more or less is told, largest difference first, also what is new or gone", () => {
  const before = [item({}), item({ policy: "gone", cents: 3 }), item({ policy: "same" })];
  const now = [item({ cents: 2 }), item({ policy: "new", cents: 5 }), item({ policy: "same" })];
  expect(compareCosts(before, now)).toEqual([
    { group: "storage", of: "new", what: "bytes", before: 0, now: 50_000 },
    { group: "storage", of: "gone", what: "bytes", before: 30_000, now: 0 },
    { group: "storage", of: "orders", what: "bytes", before: 10_000, now: 20_000 },
  ]);
  expect(compareCosts(now, now)).toEqual([]);
});
