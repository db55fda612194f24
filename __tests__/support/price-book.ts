import type { Load, PriceBook, Use } from "../../modules/planner/cost/price-book.ts";
import type { Unit } from "../../modules/planner/plan.ts";

const use = (what: string, quantity: number, micros: number, per = 1): Use => ({
  what,
  quantity,
  price: { micros, unit: "one", per, source: "list", assumed: false },
});

/** Round figures: keys, alarms and links by the dollar, runs by the cent, bytes by the thousand. */
export const tinyPrices: PriceBook = {
  date: "2027-01-01",
  idle: ({ units }) => {
    const count = (kind: Unit["kind"]): number => units.filter((unit) => unit.kind === kind).length;
    return [use("keys", count("key"), 1_000_000), use("links", count("copy"), 500_000)].filter(
      ({ quantity }) => quantity > 0,
    );
  },
  run: ({ functions, packages }) => [use("runs", 1, 10_000), use("looks", functions * packages, 5, 10)],
  keep: (_region, kept, tier) => [
    tier === "warm" ? use("bytes", kept.bytes, 2, 1000) : use("cold bytes", floored(kept), 1, 1000),
  ],
  freeze: (_region, { objects }) => [use("moves", objects, 100)],
  copy: (_from, _to, { bytes }) => [use("sent bytes", bytes, 3, 1000)],
  coldFloor: { value: 10_000, source: "page-20" },
  coldStay: { value: 40, source: "page-8" },
  incremental: { value: 7, source: "page-21" },
};

function floored({ bytes, objects }: Load): number {
  return Math.max(bytes, objects * 10_000);
}
