import { compareText } from "../../core/source-order.ts";
import { runsReader } from "../budget/runs-in-cycle.ts";
import type { Plan } from "../plan.ts";
import { plannedRuns } from "../planned-runs.ts";
import { COST_GROUPS, type CostGroup, type CostItem, idleCost, runCost } from "./estimate.ts";
import { shares } from "./money.ts";
import type { PriceBook } from "./price-book.ts";

/** Millionths of a US dollar in a month, by group. */
export type Totals = Readonly<Record<CostGroup, number>>;

/**
 * What each of these policies costs. A stack's idle cost is shared in equal parts by the policies that use it: those
 * with a schedule in it, in an edge zone of its region, or with a copy that goes to it or leaves by it.
 */
export function policyCosts(
  plan: Plan,
  prices: PriceBook,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, Totals> {
  const costs = new Map<string, Record<CostGroup, number>>();
  const runsOf = runsReader();
  const add = (name: string, group: CostGroup, micros: number): void => {
    const totals = costs.get(name) ?? { idle: 0, storage: 0, copies: 0, requests: 0 };
    totals[group] += micros;
    costs.set(name, totals);
  };
  for (const run of plannedRuns(plan)) {
    if (!wanted.has(run.policy.name)) continue;
    for (const { group, micros } of runCost(run, runsOf(run.unit.times), prices))
      add(run.policy.name, group, micros);
  }
  const users = usersOf(plan);
  for (const stack of plan.stacks) {
    const names = [...(users.get(stack.id) ?? [])].sort(compareText);
    if (!names.some((name) => wanted.has(name))) continue;
    const parts = shares(totalOf(idleCost(stack, prices)), names.length);
    for (const [i, name] of names.entries()) if (wanted.has(name)) add(name, "idle", parts[i] ?? 0);
  }
  return costs;
}

/** By stack, the policies that use it. */
function usersOf(plan: Plan): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  const use = (stack: string, policy: string): void => {
    const known = users.get(stack);
    if (known === undefined) users.set(stack, new Set([policy]));
    else known.add(policy);
  };
  for (const { policy, stack, unit } of plannedRuns(plan)) {
    use(stack.id, policy.name);
    use(`site-${stack.region}`, policy.name);
    if (unit.copies.length > 0) use(`links-${stack.region}`, policy.name);
    for (const to of unit.copies) use(`site-${to}`, policy.name);
  }
  return users;
}

export function totalsOf(items: readonly CostItem[]): Totals {
  const of = (group: CostGroup): number => totalOf(items.filter((item) => item.group === group));
  return { idle: of("idle"), storage: of("storage"), copies: of("copies"), requests: of("requests") };
}

export function sumOf(totals: Totals): number {
  return COST_GROUPS.reduce((sum, group) => sum + totals[group], 0);
}

function totalOf(items: readonly CostItem[]): number {
  return items.reduce((sum, { micros }) => sum + micros, 0);
}
