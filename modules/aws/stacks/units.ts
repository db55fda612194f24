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
export function zonesOf({ stacks }: Plan, region: SiteId): SiteId[] {
  return stacks
    .filter((stack) => stack.kind === "zone" && stack.region === region)
    .map(({ site }) => site)
    .sort();
}

/** Sites that receive a copy of anything this stack's schedules keep, sorted. */
export function copiesOf(stack: StackPlan): SiteId[] {
  return [...new Set(unitsOf(stack, "schedule").flatMap(({ copies }) => copies))].sort();
}
