import { MAPPED_TRIGGERS, type TriggerKind } from "../contract/triggers.ts";
import type { Capabilities } from "../planner/capabilities.ts";
import { VERSIONS } from "../planner/cost/stock.ts";
import { LAMBDA_READS } from "./limits.ts";

/**
 * Reads of Lambda that a run makes of one function with an alias, a mapping and no layer, and once for a page of 50.
 * Lambda counts GetFunction, GetPolicy and all others apart: the ones that run out first are what counts.
 */
export const readsOfRun: Capabilities["readsOfRun"] = ({ code, triggers }) => {
  const keeps = (kind: TriggerKind): boolean => triggers === "all" || triggers.includes(kind);
  // Each event source mapping is read singly.
  const mapped = MAPPED_TRIGGERS.some(keeps);
  const versions = VERSIONS[code];
  const asked = {
    // Before and after, and once for each version.
    getFunction: 2 + versions,
    // Of the function, of each version and of the alias, which is kept where its version is.
    getPolicy: 1 + versions + (versions > 0 ? 1 : 0),
    // Tags, aliases, async configuration, concurrency; then versions, URLs, the mapping.
    other: 4 + (versions > 0 ? 1 : 0) + (keeps("url") ? 1 : 0) + (mapped ? 1 : 0),
  };
  const rates = Object.entries(LAMBDA_READS) as [keyof typeof LAMBDA_READS, number][];
  const slowest = rates.map(([call, rate]) => Math.ceil((asked[call] * LAMBDA_READS.other) / rate));
  // A page of functions, and one of mappings.
  return { perFunction: Math.max(...slowest), perPage: mapped ? 2 : 1, pageSize: 50 };
};
