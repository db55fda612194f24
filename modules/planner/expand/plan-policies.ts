import type { Diagnostic } from "../../core/diagnostic.ts";
import { compareText, sortDiagnostics } from "../../core/source-order.ts";
import type { Estate, ZoneLock } from "../../policy/estate.ts";
import type { DateText, Policy, SiteId } from "../../policy/policy.ts";
import { readBudgets } from "../budget/read-budget.ts";
import type { Capabilities } from "../capabilities.ts";
import { checkPolicies } from "../check/check-policies.ts";
import type { Plan } from "../plan.ts";
import { linksStacks } from "./links-stack.ts";
import { policyPlan, sortedAcceptances } from "./policy-plan.ts";
import { placePolicies } from "./resolve-sites.ts";
import { retiredStacks } from "./retired-stacks.ts";
import { collectSiteAsks, type SiteAsk } from "./site-asks.ts";
import { siteStack } from "./site-stack.ts";
import { watchEachOther } from "./watch-each-other.ts";

/** The regions whose points lie at a site: its own, and those that copy to it. */
function sourcesOf(site: SiteId, asks: ReadonlyMap<SiteId, SiteAsk>): ReadonlySet<SiteId> {
  const copying = [...asks.values()].filter(({ copies }) => copies.has(site));
  return new Set([site, ...copying.map(({ region }) => region)]);
}

export interface PlanInput {
  readonly policies: readonly Policy[];
  readonly estate: Estate;
  /** What exists, also beyond the estate: for what a policy names in vain. */
  readonly zoneLock: ZoneLock;
  readonly capabilities: Capabilities;
  /** The day in UTC, `2026-11-29`: what is past by then is told. Absent: nothing is taken to be past. */
  readonly today?: DateText;
}

/**
 * What must exist for the policies to hold, and why. Pure: the same promises give the same plan, in whatever
 * order files, keys and lists were written. With an error among the diagnostics the plan is only part of one.
 */
export function planPolicies({ policies, estate, zoneLock, capabilities, today }: PlanInput): {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
} {
  const placed = placePolicies(policies, estate).sort((a, b) => compareText(a.name, b.name));
  const asks = collectSiteAsks(placed, estate);
  const made = [
    ...[...asks.values()].map((ask) => siteStack(ask, estate, capabilities, sourcesOf(ask.site, asks))),
    ...retiredStacks(estate, capabilities),
    ...linksStacks(asks),
  ].sort((a, b) => a.wave - b.wave || compareText(a.id, b.id));
  const promised = placed.map((policy) => policyPlan(policy, capabilities));
  const stacks = watchEachOther(made, promised);
  const plan: Plan = {
    format: 1,
    account: estate.account,
    partition: estate.partition,
    state: estate.state,
    ...(estate.stayIn && { stayIn: estate.stayIn.value }),
    ...(estate.targets.length > 0 && {
      targets: estate.targets.map(({ name, endpoint, bucket }) => ({ name, endpoint, bucket })),
    }),
    ...(estate.accept.length > 0 && { accept: sortedAcceptances(estate.accept) }),
    policies: promised,
    stacks,
    budgets: readBudgets({ policies: promised, stacks }, estate, capabilities),
  };
  return {
    plan,
    diagnostics: sortDiagnostics(
      checkPolicies({ policies: placed, estate, zoneLock, capabilities, asks, plan, today }),
    ),
  };
}
