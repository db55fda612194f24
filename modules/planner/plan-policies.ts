import type { Diagnostic } from "../core/diagnostic.ts";
import { compareText, sortDiagnostics } from "../core/source-order.ts";
import type { Estate, Policy, ZoneLock } from "../policy/policy.ts";
import { collectAsks } from "./asks.ts";
import type { Capabilities } from "./capabilities.ts";
import { checkPolicies } from "./check-policies.ts";
import { linksStacks } from "./links-stack.ts";
import type { Plan } from "./plan.ts";
import { siteStack } from "./site-stack.ts";

export interface PlanInput {
  readonly policies: readonly Policy[];
  readonly estate: Estate;
  /** What exists, also beyond the estate: for what a policy names in vain. */
  readonly zoneLock: ZoneLock;
  readonly capabilities: Capabilities;
}

/**
 * What must exist for the policies to hold, and why. Pure: the same promises give the same plan, in whatever
 * order files, keys and lists were written. With an error among the diagnostics the plan is only part of one.
 */
export function planPolicies({ policies, estate, zoneLock, capabilities }: PlanInput): {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
} {
  const asks = collectAsks(policies, estate);
  const sites = [...asks.values()].map((ask) => siteStack(ask, estate, capabilities));
  const stacks = [...sites, ...linksStacks(asks)];
  return {
    plan: {
      account: estate.account,
      partition: estate.partition,
      stacks: stacks.sort((a, b) => a.wave - b.wave || compareText(a.id, b.id)),
    },
    diagnostics: sortDiagnostics(checkPolicies({ policies, estate, zoneLock, capabilities, asks })),
  };
}
