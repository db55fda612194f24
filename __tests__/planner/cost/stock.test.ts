import fc from "fast-check";
import { expect, test } from "vitest";
import { addedAMonth, type Keeping, SIZES, stockOf } from "../../../modules/planner/cost/stock.ts";
import { GENERATIONS } from "../../../modules/policy/policy.ts";

/** 487 days are exactly 16 months. */
const keeping: Keeping = {
  functions: 10,
  packageSize: 1_000_000,
  changes: 2,
  code: "latest",
  runsAMonth: 30,
  copies: 1,
  retention: { keep: 487, generations: {} },
};

const nothing = { bytes: 0, objects: 0 };
const aPoint = 10 * (SIZES.point + 2 * SIZES.wrap + SIZES.summaryLine) + SIZES.summary;

test("code that does not change is kept once, points are kept for every run", () => {
  expect(stockOf(keeping)).toEqual({
    warm: {
      code: { bytes: 10 * (33 * 1_000_000 + 33 * SIZES.document), objects: 10 * 66 },
      points: { bytes: 480 * aPoint, objects: 480 * 41 },
    },
    cold: { code: nothing, points: nothing },
    cooling: { code: nothing, points: nothing },
  });
  const once = stockOf({ ...keeping, changes: 0 }).warm.code;
  expect(once).toEqual({ bytes: 10 * (1_000_000 + SIZES.document), objects: 20 });
  // The five newest versions are looked at too, with one document for all of them.
  const published = stockOf({ ...keeping, changes: 0, code: "published" }).warm.code;
  expect(published).toEqual({ bytes: 10 * (6_000_000 + SIZES.document), objects: 70 });
});

test("of more changes than points only so many are seen", () => {
  const monthly = { ...keeping, runsAMonth: 1, changes: 1000 };
  expect(stockOf(monthly).warm.code.bytes).toBe(10 * (17 * 1_000_000 + 17 * SIZES.document));
  expect(addedAMonth(monthly).code.bytes).toBe(10 * (1_000_000 + SIZES.document));
});

test("a month of runs adds what changed, and a point each", () => {
  expect(addedAMonth(keeping)).toEqual({
    code: { bytes: 10 * 2 * (1_000_000 + SIZES.document), objects: 40 },
    points: { bytes: 30 * aPoint, objects: 30 * 41 },
  });
});

test("generations keep points beyond those that all are kept, and no more than there were runs", () => {
  const objects = (retention: Keeping["retention"], runsAMonth = 487 / 16): number =>
    stockOf({ ...keeping, runsAMonth, retention }).warm.points.objects / 41;
  // A run a day. The first of a day is also the first of an hour; weeks and months begin on days of their own.
  expect(objects({ keep: 7, generations: {} })).toBe(7);
  expect(objects({ keep: 7, generations: { daily: 30 } })).toBe(30);
  expect(objects({ generations: { weekly: 8 } })).toBe(8);
  expect(objects({ keep: 7, generations: { weekly: 8 } })).toBe(14);
  expect(objects({ generations: { daily: 7, weekly: 7 } })).toBe(7 + 6);
  expect(objects({ generations: { daily: 7, weekly: 7, monthly: 7 } })).toBeCloseTo(7 + 6 + 210 / 31, 1);
  // Hourly points of daily runs are daily points.
  expect(objects({ generations: { hourly: 48 } })).toBe(2);
});

test("past cold-after points lie in cold storage, and move there month by month", () => {
  const { warm, cold, cooling } = stockOf({
    ...keeping,
    retention: { keep: 974, coldAfter: 487, generations: {} },
  });
  expect(warm).toEqual(stockOf(keeping).warm);
  expect(cold).toEqual({
    code: { bytes: 10 * 32 * (1_000_000 + SIZES.document), objects: 640 },
    points: { bytes: 480 * aPoint, objects: 480 * 41 },
  });
  expect(cooling).toEqual(addedAMonth(keeping));
});

/** Two parts, each rounded up. */
const ROUNDING = 2;

test("more functions, changes, runs, copies or days never keep less", () => {
  const amount = fc.integer({ min: 0, max: 400 });
  const arbitrary = fc.record({
    functions: fc.integer({ min: 1, max: 100 }),
    packageSize: fc.integer({ min: 1, max: 250_000_000 }),
    changes: fc.integer({ min: 0, max: 100 }),
    runsAMonth: fc.integer({ min: 1, max: 9000 }),
    copies: fc.integer({ min: 0, max: 5 }),
    keep: fc.integer({ min: 1, max: 4000 }),
    generations: fc.record(Object.fromEntries(GENERATIONS.map((generation) => [generation, amount]))),
  });
  const total = ({
    keep,
    generations,
    ...rest
  }: typeof arbitrary extends fc.Arbitrary<infer T> ? T : never): number => {
    const { warm } = stockOf({ ...keeping, ...rest, retention: { keep, generations } });
    return warm.code.bytes + warm.points.bytes;
  };
  fc.assert(
    fc.property(
      arbitrary,
      fc.constantFrom("functions", "packageSize", "changes", "runsAMonth", "copies", "keep"),
      (one, key) => {
        expect(total({ ...one, [key]: one[key as "keep"] + 1 })).toBeGreaterThanOrEqual(
          total(one) - ROUNDING,
        );
      },
    ),
  );
});
