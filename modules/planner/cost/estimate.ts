import type { SiteId } from "../../policy/policy.ts";
import type { Plan, PolicyPlan, ScheduleUnit, StackPlan } from "../plan.ts";
import { CYCLE_MONTHS, runsInCycle } from "../runs-in-cycle.ts";
import { amountOf } from "./money.ts";
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

/** How many functions a policy protects at a site, and how large they are. */
export interface Counted {
  readonly functions: number;
  /** Bytes of one package, on average. */
  readonly packageSize: number;
}

/** From an inventory. Undefined: the policy's own `cost` is taken. */
export type Count = (policy: string, site: SiteId) => Counted | undefined;

/**
 * What a usual month costs at list prices, without free tiers, discounts and taxes. First what zonekeep itself costs in
 * each stack although nothing runs; then, for each policy at each site, what it keeps there, what its copies cost, and
 * what its runs do. In the order of the plan.
 */
export function estimateCost(plan: Plan, prices: PriceBook, count: Count = () => undefined): CostItem[] {
  const policies = new Map(plan.policies.map((policy) => [policy.name, policy]));
  const used = plan.stacks.flatMap((stack) =>
    stack.units.flatMap((unit) => {
      const policy = unit.kind === "schedule" ? policies.get(unit.policy) : undefined;
      return unit.kind !== "schedule" || policy === undefined
        ? []
        : scheduleCost(unit, stack, policy, prices, count(unit.policy, unit.site));
    }),
  );
  const idle = plan.stacks.flatMap((stack) => idleCost(stack, prices));
  const order = (group: CostGroup): CostItem[] => used.filter((item) => item.group === group);
  return [...idle, ...COST_GROUPS.flatMap(order)];
}

/** What a stack holds although nothing runs. */
export function idleCost(stack: StackPlan, prices: PriceBook): CostItem[] {
  return prices
    .idle(stack)
    .map((use) => ({ ...use, group: "idle", stack: stack.id, region: stack.region, micros: paid(use) }));
}

/** What one policy costs at one site. */
export function scheduleCost(
  unit: ScheduleUnit,
  { id, region }: Pick<StackPlan, "id" | "region">,
  policy: PolicyPlan,
  prices: PriceBook,
  counted: Counted | undefined,
): CostItem[] {
  const item =
    (group: CostGroup, at: SiteId) =>
    (use: Use): CostItem => ({
      ...use,
      group,
      stack: id,
      policy: policy.name,
      region: at,
      micros: paid(use),
    });
  const runs = runsInCycle(unit.times);
  const keeping = keepingOf(policy, unit, runs / CYCLE_MONTHS, counted);
  const run = {
    region,
    functions: keeping.functions,
    packages: packagesOf(keeping.code),
    copies: unit.copies.length,
  };
  const added = addedAMonth(keeping);
  return [
    ...kept(keeping, region, prices).map(item("storage", region)),
    ...unit.copies.flatMap((to) => [
      ...both(added, (load) => prices.copy(region, to, load)).map(item("copies", region)),
      ...kept(atCopy(keeping, policy, to), to, prices).map(item("copies", to)),
    ]),
    ...prices.run(run).map((use) => item("requests", region)(aMonth(use, runs))),
  ].filter(({ quantity }) => quantity > 0);
}

function keepingOf(
  { cost, protect, retention }: PolicyPlan,
  { copies }: ScheduleUnit,
  runsAMonth: number,
  counted: Counted | undefined,
): Keeping {
  const { functions, packageSize } = counted ?? cost;
  const { code } = protect;
  return {
    functions,
    packageSize,
    changes: cost.changes,
    code,
    runsAMonth,
    copies: copies.length,
    retention,
  };
}

/** What a copy does not say is as at the source. */
function atCopy(keeping: Keeping, { copies }: PolicyPlan, site: SiteId): Keeping {
  const { keep, coldAfter } = copies.find(({ to }) => to === site) ?? {};
  const retention = {
    ...keeping.retention,
    ...(keep !== undefined && { keep }),
    ...(coldAfter !== undefined && { coldAfter }),
  };
  return { ...keeping, retention };
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

function aMonth(use: Use, runsInCycleOfIt: number): Use {
  return { ...use, quantity: Math.ceil((use.quantity * runsInCycleOfIt) / CYCLE_MONTHS) };
}

function paid({ quantity, price }: Use): number {
  return amountOf(quantity, price);
}
