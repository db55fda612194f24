import { expect, test } from "vitest";
import { lockedCosts } from "../../../modules/planner/cost/locked-costs.ts";
import { samplePlan } from "../../support/sample-plan.ts";

test("what nobody can delete is paid for until it expires, here and in copies, and only under a compliance lock", () => {
  const item = { stack: "s", region: "a", what: "w", quantity: 1, price: { micros: 1, per: 1, unit: "GB" } };
  const items = [
    { ...item, group: "storage", policy: "orders", micros: 4000 },
    { ...item, group: "copies", policy: "orders", micros: 2000 },
    { ...item, group: "requests", policy: "orders", micros: 9000 },
    { ...item, group: "storage", policy: "media", micros: 9000 },
    { ...item, group: "idle", micros: 9000 },
  ] as unknown as Parameters<typeof lockedCosts>[1];
  const plan = samplePlan({}, { lock: { mode: "compliance" }, retention: { keep: 487, generations: {} } });
  // 487 days are 16 months.
  expect(lockedCosts(plan, items)).toEqual([{ policy: "orders", days: 487, micros: 96_000 }]);
  expect(lockedCosts(samplePlan(), items)).toEqual([]);
});
