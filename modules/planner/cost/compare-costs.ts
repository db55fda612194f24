import { compareText } from "../../core/source-order.ts";
import { COST_GROUPS, type CostGroup, type CostItem } from "./estimate.ts";

/** Items of one kind, of a stack or a policy, added up over its sites. */
export interface CostRow {
  readonly group: CostGroup;
  /** The policy, or for what is idle the stack. */
  readonly of: string;
  readonly what: string;
  readonly quantity: number;
  readonly price: CostItem["price"];
  readonly micros: number;
}

/** Items alike in one row each: stacks as they come, then policies by name. Regions with prices of their own stay apart. */
export function costRows(items: readonly CostItem[]): CostRow[] {
  const rows = new Map<string, CostRow>();
  for (const { group, stack, policy, what, quantity, price, micros } of items) {
    const of = group === "idle" ? stack : (policy ?? stack);
    const key = JSON.stringify([group, of, what, price.micros, price.per, price.assumed]);
    const before = rows.get(key) ?? { quantity: 0, micros: 0 };
    rows.set(key, {
      group,
      of,
      what,
      quantity: before.quantity + quantity,
      price,
      micros: before.micros + micros,
    });
  }
  return [...rows.values()].sort(
    (a, b) =>
      COST_GROUPS.indexOf(a.group) - COST_GROUPS.indexOf(b.group) ||
      (a.group === "idle" ? 0 : compareText(a.of, b.of)),
  );
}

/** Millionths of a US dollar in a month, of items of one kind of a stack or a policy. */
export interface CostChange {
  readonly group: CostGroup;
  readonly of: string;
  readonly what: string;
  readonly before: number;
  readonly now: number;
}

/** What costs more or less than before, largest difference first. */
export function compareCosts(before: readonly CostItem[], now: readonly CostItem[]): CostChange[] {
  const changes = new Map<string, { -readonly [K in keyof CostChange]: CostChange[K] }>();
  const add = (items: readonly CostItem[], side: "before" | "now"): void => {
    for (const { group, of, what, micros } of costRows(items)) {
      const key = JSON.stringify([group, of, what]);
      const change = changes.get(key) ?? { group, of, what, before: 0, now: 0 };
      change[side] += micros;
      changes.set(key, change);
    }
  };
  add(now, "now");
  add(before, "before");
  const difference = (change: CostChange): number => Math.abs(change.now - change.before);
  return [...changes.values()]
    .filter((change) => difference(change) > 0)
    .sort((a, b) => difference(b) - difference(a));
}
