import type { SiteId } from "../../policy/policy.ts";
import { CYCLE_MONTHS, type Runs, runsReader } from "../budget/runs-in-cycle.ts";
import type { Plan, PolicyPlan, ScheduleUnit, StackPlan } from "../plan.ts";
import { type PlannedRun, plannedRuns } from "../planned-runs.ts";
import { copyRetention } from "../retention-days.ts";
import { microsOf } from "./money.ts";
import type { Load, PriceBook, Use } from "./price-book.ts";
import { addedAMonth, type Keeping, type Parts, packagesOf, stockOf } from "./stock.ts";

/** In the order in which they are told. */
export const COST_GROUPS = ["idle", "storage", "copies", "requests"] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

/** One line of an estimate: what is paid for in a month. */
export interface CostItem extends Use {
  readonly group: CostGroup;
  /** The stack that holds it, or whose schedule causes it. */
  readonly stack: string;
  /** Absent: all policies that use the stack share it. */
  readonly policy?: string;
  /** Where it is paid for. */
  readonly region: SiteId;
  /** Millionths of a US dollar. */
  readonly micros: number;
}

/** How many functions a policy protects at a site, from an inventory. Undefined: what its `cost` says is taken. */
export type Count = (policy: string, site: SiteId) => { readonly functions: number } | undefined;

/**
 * What a usual month costs at list prices, without free tiers, discounts and taxes. First what zonekeep itself costs in
 * each stack although nothing runs; then, for each policy at each site, what it keeps there, what its copies cost, and
 * what its runs do. In the order of the plan.
 */
export function estimateCost(plan: Plan, prices: PriceBook, count: Count = () => undefined): CostItem[] {
  const runsOf = runsReader();
  const used = Array.from(plannedRuns(plan), (run) =>
    runCost(run, runsOf(run.unit.times), prices, count(run.unit.policy, run.unit.site)),
  ).flat();
  const idle = plan.stacks.flatMap((stack) => idleCost(stack, prices));
  const order = (group: CostGroup): CostItem[] => used.filter((item) => item.group === group);
  return [...idle, ...COST_GROUPS.flatMap(order)];
}

/** What a stack holds although nothing runs. */
export function idleCost(stack: StackPlan, prices: PriceBook): CostItem[] {
  const { id, region } = stack;
  return prices.idle(stack).map((use) => itemOf(use, { group: "idle", stack: id, region }));
}

/** What one policy costs at one site. */
export function runCost(
  { policy, stack: { id, region }, unit }: PlannedRun,
  { inCycle }: Runs,
  prices: PriceBook,
  counted?: ReturnType<Count>,
): CostItem[] {
  const keeping = keepingOf(policy, unit, inCycle / CYCLE_MONTHS, counted);
  const { functions, code, copies } = keeping;
  const added = addedAMonth(keeping);
  const items: CostItem[] = [];
  const add = (group: CostGroup, at: SiteId, uses: readonly Use[]): void => {
    for (const use of uses)
      if (use.quantity > 0) items.push(itemOf(use, { group, stack: id, policy: policy.name, region: at }));
  };
  add("storage", region, kept(keeping, region, prices));
  for (const to of unit.copies) {
    add(
      "copies",
      region,
      both(added, (load) => prices.copy(region, to, load)),
    );
    add("copies", to, kept(atCopy(keeping, policy, to), to, prices));
  }
  const run = prices.run({ region, functions, packages: packagesOf(code), copies });
  add(
    "requests",
    region,
    run.map(({ what, quantity, price }) => ({
      what,
      quantity: Math.ceil((quantity * inCycle) / CYCLE_MONTHS),
      price,
    })),
  );
  return items;
}

function itemOf(
  { what, quantity, price }: Use,
  { group, stack, policy, region }: Pick<CostItem, "group" | "stack" | "policy" | "region">,
): CostItem {
  const micros = microsOf(quantity, price);
  return policy === undefined
    ? { group, stack, region, what, quantity, price, micros }
    : { group, stack, policy, region, what, quantity, price, micros };
}

function keepingOf(
  { cost, protect, retention }: PolicyPlan,
  { copies }: ScheduleUnit,
  runsAMonth: number,
  counted: ReturnType<Count>,
): Keeping {
  const { packageSize, changes } = cost;
  const { functions } = counted ?? cost;
  const { code } = protect;
  return { functions, packageSize, changes, code, runsAMonth, copies: copies.length, retention };
}

function atCopy(keeping: Keeping, { copies }: PolicyPlan, site: SiteId): Keeping {
  const copy = copies.find(({ to }) => to === site) ?? {};
  return { ...keeping, retention: copyRetention(keeping.retention, copy) };
}

function kept(keeping: Keeping, region: SiteId, prices: PriceBook): Use[] {
  const { warm, cold, cooling } = stockOf(keeping);
  return [
    ...both(warm, (load) => prices.keep(region, load, "warm")),
    ...both(cold, (load) => prices.keep(region, load, "cold")),
    ...both(cooling, (load) => prices.freeze(region, load)),
  ];
}

/** Code and points are priced apart, since small objects may be paid for as larger ones, and told as one. */
function both({ code, points }: Parts, price: (load: Load) => readonly Use[]): Use[] {
  const uses = new Map<string, Use>();
  for (const use of [code, points].filter(({ objects }) => objects > 0).flatMap(price)) {
    const before = uses.get(use.what)?.quantity ?? 0;
    uses.set(use.what, { ...use, quantity: before + use.quantity });
  }
  return [...uses.values()];
}
