import { formatPos } from "../../core/diagnostic.ts";
import type { Count } from "../../planner/cost/estimate.ts";
import type { Plan } from "../../planner/plan.ts";

/** What an estimate takes one policy to protect. */
export interface Assumption {
  readonly policy: string;
  /** At all its sites together. */
  readonly functions: number;
  readonly sites: number;
  /** Bytes. */
  readonly packageSize: number;
  /** Deployments of a function in a month. */
  readonly changes: number;
  /** Who says how many functions: `inventory`, the line of a file, or `nobody`. */
  readonly functionsFrom: string;
  /** Who says how large they are and how often they change: the line of the `cost` block, or `nobody`. */
  readonly from: string;
}

export function assumptionsOf({ policies }: Pick<Plan, "policies">, count: Count): Assumption[] {
  return policies.map(({ name, sites, cost, origins }) => {
    const line = (path: string): string => {
      const at = origins[path]?.at;
      return at === undefined ? "nobody" : formatPos(at);
    };
    const counted = sites.map((site) => count(name, site)?.functions);
    return {
      policy: name,
      functions: counted.reduce<number>((sum, functions) => sum + (functions ?? cost.functions), 0),
      sites: sites.length,
      packageSize: cost.packageSize,
      changes: cost.changes,
      functionsFrom: counted.some((functions) => functions !== undefined)
        ? "inventory"
        : line("cost.functions"),
      from: line("cost"),
    };
  });
}
