import type { Plan, PolicyPlan, ScheduleUnit, StackPlan, Unit } from "../plan.ts";
import { same } from "./same.ts";

/** Stacks of the plan after that are new, or made of anything else than before. In the order of the plan. */
export function affectedStacks(before: Plan, after: Plan): StackPlan[] {
  const old = new Map(before.stacks.map((stack) => [stack.id, stack]));
  const moved = before.account !== after.account || before.partition !== after.partition;
  const samePromises = comparePromises(before, after);
  const sameUnit = (was: Unit | undefined, unit: Unit): boolean =>
    was?.kind === "schedule" && unit.kind === "schedule"
      ? sameRun(was, unit) && samePromises(was.policy, unit.policy)
      : same(was && { ...was, because: [], moreLines: 0 }, { ...unit, because: [], moreLines: 0 });
  return after.stacks.filter((stack) => {
    const was = old.get(stack.id);
    return (
      moved ||
      was === undefined ||
      was.site !== stack.site ||
      was.region !== stack.region ||
      was.units.length !== stack.units.length ||
      !stack.units.every((unit, i) => sameUnit(was.units[i], unit)) ||
      !same(zonesOf(was, before), zonesOf(stack, after))
    );
  });
}

/** A schedule carries the first line that asked for it into each of its recovery points; nothing else shows lines. */
function sameRun(before: ScheduleUnit, after: ScheduleUnit): boolean {
  const first = ({ because, moreLines, ...run }: ScheduleUnit) => ({
    ...run,
    asked: because[0],
  });
  return same(first(before), first(after));
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
    ...{ owner, select: { ...select, exclude }, protect, rules, retention, special, lock },
    ...{ hold, drill, alerts, compliance, encryption },
  };
}
