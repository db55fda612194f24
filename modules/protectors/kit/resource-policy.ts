import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "./canonical.ts";
import { livingStatement } from "./deleted-principal.ts";

export function statementsIn(policy: JsonObject | undefined): readonly Json[] {
  const listed = policy?.Statement;
  if (listed === undefined) return [];
  return Array.isArray(listed) ? listed : [listed];
}

/** Roles and users that were deleted since a policy was written, sorted. */
function deletedIn(policy: JsonObject | undefined): string[] {
  const names = statementsIn(policy).flatMap((one) => (isObject(one) ? livingStatement(one).gone : []));
  return [...new Set(names)].sort();
}

/** The policy as services take it: without those who were deleted. `undefined` when it named nobody else. */
export function livingPolicy(policy: JsonObject | undefined): JsonObject | undefined {
  if (deletedIn(policy).length === 0) return policy;
  const statements = statementsIn(policy).flatMap((one): readonly Json[] => {
    const living = isObject(one) ? livingStatement(one).statement : one;
    return living === undefined ? [] : [living];
  });
  return statements.length === 0 ? undefined : { ...policy, Statement: statements };
}

/** What is told of a policy that is written without those who were deleted. */
export function deletedWarnings(resource: string, policy: JsonObject | undefined): string[] {
  const deleted = deletedIn(policy);
  return deleted.length === 0
    ? []
    : [
        `the policy of ${resource} names ${deleted.join(", ")}: roles or users that were deleted are left out`,
      ];
}
