import type { CaptureScope } from "../../contract/events.ts";
import type { Pace } from "../spec.ts";
import { keepsMappings, keepsToldByPolicies, keepsTrigger } from "./trigger-kinds.ts";

const LAMBDA_QUOTAS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";

/** Lambda's reads a second in an account and region, of everybody together. None of them can be raised. */
const LAMBDA_READS = { getFunction: 100, getPolicy: 15, other: 15 } as const;

/**
 * Of one function with an alias, a mapping and no layer. Lambda counts GetFunction, GetPolicy and all others apart: the
 * ones that run out first are what counts.
 */
function readsOf(scope: CaptureScope, versions: number): number {
  const asked = {
    // Once, and for each version; without a list of versions also before.
    getFunction: 1 + versions + (versions > 0 ? 0 : 1),
    // Of the function, of each version and of the alias, which is kept where its version is. To follow what they name,
    // of the function and of the alias before.
    getPolicy: 1 + versions + (versions > 0 ? 1 : 0) + (keepsToldByPolicies(scope.triggers) ? 2 : 0),
    // Tags, aliases, async configuration, code signing, recursion, runtime updates; then versions with theirs and what
    // is provisioned, URLs, the mapping with its tags.
    other:
      6 +
      (versions > 0 ? 2 + versions : 0) +
      (keepsTrigger(scope.triggers, "url") ? 1 : 0) +
      (keepsMappings(scope.triggers) ? 2 : 0) +
      // Aliases, when what calls the function is followed.
      (keepsToldByPolicies(scope.triggers) ? 1 : 0),
  };
  const rates = Object.entries(LAMBDA_READS) as [keyof typeof LAMBDA_READS, number][];
  return Math.max(...rates.map(([call, rate]) => Math.ceil((asked[call] * LAMBDA_READS.other) / rate)));
}

export const lambdaPace: Pace = {
  budget: "Lambda control plane",
  source: LAMBDA_QUOTAS,
  perSecond: LAMBDA_READS.other,
  perThing: readsOf,
  // A page of functions, and one of mappings.
  perPage: ({ triggers }) => (keepsMappings(triggers) ? 2 : 1),
  pageSize: 50,
};
