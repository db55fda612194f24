import type { JsonObject } from "../../contract/json.ts";
import { isObject, sameJson } from "./canonical.ts";
import { isPublicStatement } from "./public-statement.ts";
import { livingPolicy, statementsIn } from "./resource-policy.ts";
import { sortedKeys } from "./sorted-keys.ts";

/** Statements that would let anybody in, by their Sid or their number; those that are there already are no news. */
export function publicStatements(policy: JsonObject | undefined, live: JsonObject | undefined): string[] {
  const there = statementsIn(live).map(sortedKeys);
  return statementsIn(livingPolicy(policy)).flatMap((statement, index) => {
    if (!isObject(statement) || !isPublicStatement(statement)) return [];
    if (there.some((one) => sameJson(one, sortedKeys(statement)))) return [];
    const { Sid = index + 1 } = statement;
    return [String(Sid)];
  });
}
