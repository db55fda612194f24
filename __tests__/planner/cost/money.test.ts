import fc from "fast-check";
import { expect, test } from "vitest";
import { dollars, microsOf, shares } from "../../../modules/planner/cost/money.ts";

test("an amount is whole and rounded up, however large", () => {
  expect(microsOf(3, { micros: 5, per: 10 })).toBe(2);
  expect(microsOf(4, { micros: 5, per: 10 })).toBe(2);
  expect(microsOf(0, { micros: 5, per: 10 })).toBe(0);
  // Five petabytes: the product is beyond what a number holds exactly.
  expect(microsOf(5 * 2 ** 50, { micros: 23_000, per: 2 ** 30 })).toBe(5 * 2 ** 20 * 23_000);
  expect(microsOf(5 * 2 ** 50 + 1, { micros: 23_000, per: 2 ** 30 })).toBe(5 * 2 ** 20 * 23_000 + 1);
});

test("shares add up to what was shared, and differ by a millionth at most", () => {
  expect(shares(10, 3)).toEqual([4, 3, 3]);
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 50 }), (micros, parts) => {
      const each = shares(micros, parts);
      expect(each).toHaveLength(parts);
      expect(each.reduce((sum, one) => sum + one, 0)).toBe(micros);
      expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
    }),
  );
});

test("dollars have two decimals, and less than a cent is not nothing", () => {
  expect([0, 1, 4_999, 5_000, 12_300_000, -1_234_567, -1].map(dollars)).toEqual([
    "0.00",
    "<0.01",
    "<0.01",
    "0.01",
    "12.30",
    "-1.23",
    "-<0.01",
  ]);
});
