import { type Diagnostic, error } from "../../core/diagnostic.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Plan } from "../plan.ts";
import { checkWaste } from "./check-waste.ts";
import { COST_GROUPS, type CostGroup } from "./estimate.ts";
import { dollars } from "./money.ts";
import { policyCosts, sumOf, type Totals } from "./policy-costs.ts";
import type { PriceBook } from "./price-book.ts";

/** Policies whose estimate exceeds their `cost.limit`, which may be reached, and what costs more than it has to. */
export function checkCost(policies: readonly Policy[], plan: Plan, prices: PriceBook): Diagnostic[] {
  const limited = new Set(
    policies.filter(({ cost }) => cost.value.limit !== undefined).map(({ name }) => name),
  );
  const costs = limited.size > 0 ? policyCosts(plan, prices, limited) : new Map<string, Totals>();
  return policies.flatMap((policy) => [
    ...tooExpensive(policy, costs.get(policy.name), prices),
    ...checkWaste(policy, prices),
  ]);
}

const SAID: Readonly<Record<CostGroup, string>> = {
  idle: "its share of what zonekeep itself costs",
  storage: "storage",
  copies: "copies",
  requests: "runs",
};

function tooExpensive({ name, cost }: Policy, totals: Totals | undefined, { date }: PriceBook): Diagnostic[] {
  const { limit } = cost.value;
  if (limit === undefined || totals === undefined) return [];
  const micros = sumOf(totals);
  if (micros <= Math.round(limit * 1_000_000)) return [];
  const parts = COST_GROUPS.filter((group) => totals[group] > 0)
    .sort((a, b) => totals[b] - totals[a])
    .map((group) => `${dollars(totals[group])} ${SAID[group]}`);
  const { functions, changes } = cost.value;
  return [
    error(
      "BUDGET",
      cost.places.limit ?? cost.at,
      `policy ${name} costs about ${dollars(micros)} USD a month, the limit is ${limit}: ${parts.join(", ")}`,
      `keep less, copy to fewer regions, run less often or raise the limit; with ${many(functions, "function")} at each site and ${many(changes, "change")} a month each, prices of ${date}`,
    ),
  ];
}

function many(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
