import type { Plan, PolicyPlan, StackPlan, Unit } from "../plan.ts";
import { regionBounds } from "../region-bounds.ts";
import { releaseMoves } from "./diff-release.ts";
import { same } from "./same.ts";

/** Stacks of the plan after that are new, or made of anything else than before. In the order of the plan. */
export function affectedStacks(before: Plan, after: Plan): StackPlan[] {
  const old = new Map(before.stacks.map((stack) => [stack.id, stack]));
  const moved =
    before.account !== after.account ||
    before.partition !== after.partition ||
    stateMoves(before, after) ||
    releaseMoves(before, after);
  const samePromises = comparePromises(before, after);
  const sameRun = (was: Unit | undefined, unit: Unit): boolean =>
    was?.kind !== "schedule" || unit.kind !== "schedule" || samePromises(was.policy, unit.policy);
  return after.stacks.filter((stack) => {
    const was = old.get(stack.id);
    return (
      moved ||
      was === undefined ||
      was.site !== stack.site ||
      was.region !== stack.region ||
      was.units.length !== stack.units.length ||
      !stack.units.every((unit, i) => sameUnit(was.units[i], unit) && sameRun(was.units[i], unit)) ||
      !same(zonesOf(was, before), zonesOf(stack, after)) ||
      (stack.kind === "site" && !same(regionBounds(before, stack.region), regionBounds(after, stack.region)))
    );
  });
}

/** Whether each stack keeps its state elsewhere. A plan that does not tell where is taken to have it there too. */
export function stateMoves(before: Plan, after: Plan): boolean {
  return before.state !== undefined && after.state !== undefined && !same(before.state, after.state);
}

/** Lines are told to people, and nothing that is deployed has them. */
function sameUnit(before: Unit | undefined, after: Unit): boolean {
  return same(before && { ...before, because: [], moreLines: 0 }, { ...after, because: [], moreLines: 0 });
}

/** Edge zones that a region keeps points for, and which of them are retired. */
function zonesOf({ kind, region }: StackPlan, { stacks }: Plan): (readonly [string, boolean])[] {
  if (kind !== "site") return [];
  return stacks
    .filter((stack) => stack.kind === "zone" && stack.region === region)
    .map(({ site, retiredUntil }) => [site, retiredUntil !== undefined]);
}

/** Each pair of policies is compared once, however many sites run it. */
function comparePromises(before: Plan, after: Plan): (name: string, nameAfter: string) => boolean {
  const old = new Map(before.policies.map((policy) => [policy.name, policy]));
  const compared = new Map(
    after.policies.map((policy) => {
      const was = old.get(policy.name);
      return [policy.name, was !== undefined && sameDeployed(was, policy)];
    }),
  );
  return (name, nameAfter) => name === nameAfter && compared.get(name) === true;
}

/**
 * Whether what something deployed carries out is the same. When a policy runs, and to which regions it is copied,
 * stands in its units; goals, costs and reasons are read by people.
 */
export function sameDeployed(before: PolicyPlan, after: PolicyPlan): boolean {
  return same(deployed(before), deployed(after));
}

function deployed(policy: PolicyPlan): unknown {
  const { owner, select, protect, schedule, retention, copies, lock } = policy;
  const { hold, drill, alerts, compliance, encryption } = policy;
  const { timing: _timing, startWindow: _startWindow, ...rules } = schedule;
  const exclude = select.exclude.map(({ name }) => name);
  const special = copies.filter((copy) => Object.keys(copy).length > 1);
  return {
    ...{ owner, select: { ...select, exclude }, protect, rules, retention, special, lock: lock.mode },
    ...{ hold, drill, alerts, compliance, encryption },
  };
}
