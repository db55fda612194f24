import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { isDeletedPrincipal } from "../kit/deleted-principal.ts";

export function statementsOf(policy: JsonObject | undefined): readonly Json[] {
  return listOf(policy?.Statement);
}

/** Roles and users that were deleted since a policy was written, sorted. */
export function deletedIn(policy: JsonObject | undefined): string[] {
  const names = statementsOf(policy).flatMap(principalsOf);
  return [...new Set(names.filter(isDeletedPrincipal))].sort();
}

/** The policy as SQS takes it: without those who were deleted. `undefined` when it named nobody else. */
export function livingPolicy(policy: JsonObject | undefined): JsonObject | undefined {
  if (deletedIn(policy).length === 0) return policy;
  const statements = statementsOf(policy).flatMap((statement) => {
    const names = principalsOf(statement);
    const living = names.filter((name) => !isDeletedPrincipal(name));
    if (!isObject(statement) || living.length === names.length) return [statement];
    const principal = { ...(statement.Principal as JsonObject), AWS: living };
    const { AWS: _nobody, ...others } = principal;
    if (living.length > 0) return [{ ...statement, Principal: principal }];
    return Object.keys(others).length > 0 ? [{ ...statement, Principal: others }] : [];
  });
  return statements.length === 0 ? undefined : { ...policy, Statement: statements };
}

function principalsOf(statement: Json): string[] {
  const principal = isObject(statement) ? statement.Principal : undefined;
  return isObject(principal) ? listOf(principal.AWS).map(String) : [];
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
