import type { Diagnostic } from "../core/diagnostic.ts";
import type { Estate, Policy, SiteId, ZoneLock } from "../policy/policy.ts";
import type { SiteAsk } from "./asks.ts";
import type { Capabilities } from "./capabilities.ts";
import { checkCopies } from "./check-copies.ts";
import { checkEstateUse } from "./check-estate-use.ts";
import { checkPromises } from "./check-promises.ts";
import { checkScheduleNames } from "./check-schedule-names.ts";
import { checkCopiesOfSites } from "./check-site-copies.ts";
import { checkSites } from "./check-sites.ts";

export interface CheckInput {
  readonly policies: readonly Policy[];
  readonly estate: Estate;
  /** What exists, also beyond the estate. */
  readonly zoneLock: ZoneLock;
  readonly capabilities: Capabilities;
  readonly asks: ReadonlyMap<SiteId, SiteAsk>;
}

/** Everything that cannot be done as promised, or that a person should know before it is. */
export function checkPolicies({ policies, estate, zoneLock, capabilities, asks }: CheckInput): Diagnostic[] {
  return distinct([
    ...policies.flatMap((policy) => [
      ...checkSites(policy, estate, zoneLock),
      ...checkCopies(policy, estate, zoneLock, capabilities),
      ...checkPromises(policy, capabilities),
    ]),
    ...checkCopiesOfSites(asks, capabilities),
    ...checkScheduleNames(asks),
    ...checkEstateUse(estate, asks, capabilities),
  ]);
}

/** A default of the estate that is wrong is wrong once, however many policies take it. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [
    ...new Map(diagnostics.map((one) => [JSON.stringify([one.at, one.code, one.message]), one])).values(),
  ];
}
