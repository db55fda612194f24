import { uniqueSorted } from "../../core/source-order.ts";
import type { Plan, StackPlan, Unit } from "../plan.ts";
import { type Meeting, meetingsAt, meetingsOf } from "./meetings.ts";
import { policyValues, type Value } from "./policy-values.ts";

export type Explanation =
  | { readonly kind: "policy"; readonly policy: string; readonly values: readonly Value[] }
  | {
      readonly kind: "site" | "stack";
      readonly id: string;
      /** Of a site: its own, and the links that leave it. */
      readonly stacks: readonly StackPlan[];
      readonly policies: readonly Meeting[];
    }
  | {
      readonly kind: "unit";
      readonly unit: Unit;
      readonly stack: string;
      readonly policies: readonly Meeting[];
    };

/**
 * Whatever a plan knows under this name: a policy (`orders`), some of its values (`orders.schedule`), a site, a stack
 * or a unit, tried in this order. Undefined when there is nothing of this name.
 */
export function explainSubject(plan: Plan, subject: string): Explanation | undefined {
  return (
    explainPolicy(plan, subject) ??
    explainStacks(plan, "site", subject, ({ site }) => site) ??
    explainStacks(plan, "stack", subject, ({ id }) => id) ??
    explainUnit(plan, subject)
  );
}

function explainPolicy(plan: Plan, subject: string): Explanation | undefined {
  const policy = plan.policies.find(({ name }) => subject === name || subject.startsWith(`${name}.`));
  if (policy === undefined) return undefined;
  const path = subject.slice(policy.name.length + 1);
  const values = policyValues(plan, policy).filter(
    ({ key }) => path === "" || key === path || key.startsWith(`${path}.`),
  );
  return values.length === 0 ? undefined : { kind: "policy", policy: policy.name, values };
}

function explainStacks(
  plan: Plan,
  kind: "site" | "stack",
  id: string,
  nameOf: (stack: StackPlan) => string,
): Explanation | undefined {
  const stacks = plan.stacks.filter((stack) => nameOf(stack) === id);
  const [first] = stacks;
  return first && { kind, id, stacks, policies: meetingsAt(plan, first.site) };
}

function explainUnit(plan: Plan, subject: string): Explanation | undefined {
  for (const { id: stack, units } of plan.stacks) {
    const unit = units.find(({ id }) => id === subject);
    if (unit !== undefined) return { kind: "unit", unit, stack, policies: meetingsOf(plan, unit) };
  }
  return undefined;
}

/**
 * Everything that can be explained, policies first, for what is misspelt; of values only those of the policy that is
 * named.
 */
export function subjectsOf(plan: Plan, subject: string): string[] {
  const policy = plan.policies.find(({ name }) => subject.startsWith(`${name}.`));
  if (policy !== undefined) {
    const keys = policyValues(plan, policy).map(({ key }) => key);
    const blocks = keys.map((key) => key.split(".")[0] ?? key);
    return uniqueSorted([...blocks, ...keys].map((key) => `${policy.name}.${key}`));
  }
  const policies = plan.policies.map(({ name }) => name);
  const rest = plan.stacks.flatMap(({ site, id, units }) => [site, id, ...units.map((unit) => unit.id)]);
  return [...new Set([...uniqueSorted(policies), ...uniqueSorted(rest)])];
}
