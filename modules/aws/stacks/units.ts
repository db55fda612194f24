import { compareText } from "../../core/source-order.ts";
import type { Plan, StackPlan, Unit } from "../../planner/plan.ts";
import type { SiteId } from "../../policy/policy.ts";

type OfKind<Kind extends Unit["kind"]> = Extract<Unit, { kind: Kind }>;

export function unitsOf<Kind extends Unit["kind"]>(
  { units }: Pick<StackPlan, "units">,
  kind: Kind,
): readonly OfKind<Kind>[] {
  return units.filter((unit): unit is OfKind<Kind> => unit.kind === kind);
}

/** The one unit of a kind. Throws if the plan has none: a stack cannot be built around a hole. */
export function unitOf<Kind extends Unit["kind"]>(stack: StackPlan, kind: Kind): OfKind<Kind> {
  const [unit] = unitsOf(stack, kind);
  if (unit === undefined) throw new Error(`the plan's stack ${stack.id} has no unit of kind ${kind}`);
  return unit;
}

/** Edge zones whose points lie in this region's store, sorted. */
export function zonesOf(plan: Plan, region: SiteId): SiteId[] {
  return zoneStacks(plan, region).map(({ site }) => site);
}

/** Those of them that are in use. */
export function runningZonesOf(plan: Plan, region: SiteId): SiteId[] {
  return zoneStacks(plan, region)
    .filter(({ retiredUntil }) => retiredUntil === undefined)
    .map(({ site }) => site);
}

function zoneStacks({ stacks }: Plan, region: SiteId): StackPlan[] {
  return stacks
    .filter((stack) => stack.kind === "zone" && stack.region === region)
    .sort((a, b) => compareText(a.site, b.site));
}

/** Sites that receive a copy of anything this stack's schedules keep, sorted. */
export function copiesOf(stack: StackPlan): SiteId[] {
  return [...new Set(unitsOf(stack, "schedule").flatMap(({ copies }) => copies))].sort();
}
