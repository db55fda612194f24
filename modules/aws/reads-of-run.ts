import { CAPTURED_TRIGGERS } from "../contract/triggers.ts";
import type { Capabilities } from "../planner/capabilities.ts";
import { VERSIONS } from "../planner/cost/stock.ts";
import { SPECS } from "../protectors/kinds.ts";

/**
 * Reads that a run makes of one function, and once for a page of them: what policies select shares one budget. What is
 * followed from functions draws on others, which AWS states no bound for.
 */
export const readsOfRun: Capabilities["readsOfRun"] = ({ code, triggers }) => {
  const captured =
    triggers === "all" ? triggers : CAPTURED_TRIGGERS.filter((kind) => triggers.includes(kind));
  const scope = { code, triggers: captured };
  const { perThing, perPage, pageSize } = SPECS.lambda.pace;
  return { perFunction: perThing(scope, VERSIONS[code]), perPage: perPage(scope), pageSize };
};
