import type { JsonObject } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { isObject, sameJson } from "./canonical.ts";
import { isPublicStatement } from "./public-statement.ts";
import { livingPolicy, statementsIn } from "./resource-policy.ts";
import { sortedKeys } from "./sorted-keys.ts";

/**
 * One reason for each statement that would let anybody in, by its Sid or its number: it comes back only when that is said.
 * Those that are there already are no news.
 */
export function publicStatements(
  resource: string,
  policy: JsonObject | undefined,
  live: JsonObject | undefined,
): Blocked[] {
  const there = statementsIn(live).map(sortedKeys);
  return statementsIn(livingPolicy(policy)).flatMap((statement, index) => {
    if (!isObject(statement) || !isPublicStatement(statement)) return [];
    if (there.some((one) => sameJson(one, sortedKeys(statement)))) return [];
    const { Sid = index + 1 } = statement;
    return [
      {
        because: "public",
        message: `statement ${String(Sid)} of the policy of ${resource} lets anybody use it`,
        hint: "say --allow-public if that is meant",
      },
    ];
  });
}
