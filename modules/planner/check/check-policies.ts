import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Estate, ZoneLock } from "../../policy/estate.ts";
import type { DateText, SiteId } from "../../policy/policy.ts";
import { checkBudgets } from "../budget/check-budgets.ts";
import type { Capabilities } from "../capabilities.ts";
import { checkCost } from "../cost/check-cost.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import type { SiteAsk } from "../expand/site-asks.ts";
import type { Plan } from "../plan.ts";
import { plannedRuns } from "../planned-runs.ts";
import { regionsOf } from "../region-of.ts";
import { checkEventWindows } from "../times/check-event-windows.ts";
import { checkSchedule } from "../times/check-schedule.ts";
import { checkArns } from "./check-arns.ts";
import { checkCopies } from "./check-copies.ts";
import { checkEstateUse } from "./check-estate-use.ts";
import { checkEventHolders } from "./check-event-holders.ts";
import { checkFeatures } from "./check-features.ts";
import { checkLimits } from "./check-limits.ts";
import { checkLock, checkSharedLocks } from "./check-lock.ts";
import { checkObjectives, type ObjectiveInput } from "./check-objectives.ts";
import { checkOptIns } from "./check-opt-ins.ts";
import { checkPrivilege } from "./check-privilege.ts";
import { checkJurisdictions, checkResidency } from "./check-residency.ts";
import { checkResources } from "./check-resources.ts";
import { checkRetention } from "./check-retention.ts";
import { checkRetired } from "./check-retired.ts";
import { checkRuntimes } from "./check-runtimes.ts";
import { checkScheduleNames } from "./check-schedule-names.ts";
import { checkScopes } from "./check-scopes.ts";
import { checkCopiesOfSites } from "./check-site-copies.ts";
import { checkSiteSets, checkSites } from "./check-sites.ts";
import { checkWatch } from "./check-watch.ts";

export interface CheckInput {
  readonly policies: readonly PlacedPolicy[];
  readonly estate: Estate;
  /** What exists, also beyond the estate. */
  readonly zoneLock: ZoneLock;
  readonly capabilities: Capabilities;
  readonly asks: ReadonlyMap<SiteId, SiteAsk>;
  readonly plan: Plan;
  /** In UTC. */
  readonly today?: DateText | undefined;
}

/** Everything that cannot be done as promised, or that a person should know before it is. */
export function checkPolicies(input: CheckInput): Diagnostic[] {
  const { policies, estate, zoneLock, capabilities, asks, plan, today } = input;
  const copies = new Map(
    Array.from(
      plannedRuns(plan),
      ({ policy, unit }) => [`${unit.site} ${policy.name}`, unit.copies] as const,
    ),
  );
  const proofs = {
    ...{ capabilities, regionOf: regionsOf(estate), today },
    copiesAt: (policy, site) => copies.get(`${site} ${policy}`) ?? [],
  } satisfies ObjectiveInput;
  return distinct([
    ...policies.flatMap((policy) => checkPolicy(policy, input)),
    ...plan.policies.flatMap((planned, i) => {
      const policy = policies[i];
      if (policy === undefined) return [];
      return [
        ...checkObjectives(policy, planned, proofs),
        ...checkEventWindows(policy, planned, { ...proofs, plan }),
      ];
    }),
    ...checkSharedLocks(policies),
    ...checkScopes(policies, estate.account),
    ...checkSiteSets(estate, zoneLock),
    ...checkJurisdictions(estate.stayIn, capabilities),
    ...checkRetired(policies, estate, zoneLock, today),
    ...checkOptIns(estate, zoneLock),
    ...checkCopiesOfSites(asks, capabilities),
    ...checkScheduleNames(asks),
    ...checkEstateUse(estate, asks, capabilities),
    ...(asks.size > 0 ? checkPrivilege(estate) : []),
    ...checkWatch(estate, asks),
    ...checkBudgets(plan, capabilities),
    ...checkCost(policies, plan, capabilities.prices),
  ]);
}

function checkPolicy(
  policy: PlacedPolicy,
  { estate, zoneLock, capabilities, today }: CheckInput,
): Diagnostic[] {
  return [
    ...checkSites(policy, estate, zoneLock),
    ...checkArns(policy, estate),
    ...checkResources(policy, estate, capabilities),
    ...checkRuntimes(policy, capabilities),
    ...checkCopies(policy, estate, zoneLock, capabilities),
    ...checkFeatures(policy, estate, capabilities),
    ...checkLimits(policy, capabilities),
    ...checkEventHolders(policy, capabilities),
    ...checkSchedule(policy, capabilities),
    ...checkRetention(policy, capabilities),
    ...checkLock(policy, today),
    ...checkResidency(policy, estate, capabilities),
    ...checkJurisdictions(policy["stay-in"], capabilities),
  ];
}

/** A default of the estate that is wrong is wrong once, however many policies take it. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [
    ...new Map(diagnostics.map((one) => [JSON.stringify([one.at, one.code, one.message]), one])).values(),
  ];
}
