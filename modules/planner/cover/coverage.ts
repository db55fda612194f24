import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Plan } from "../plan.ts";
import { type PlannedRun, plannedRuns } from "../planned-runs.ts";
import { coverFunction, type FunctionCoverage, type RunsAround } from "./cover-function.ts";
import { coverResource, type ResourceCoverage } from "./cover-resource.ts";
import type { Inventory, UnreadRegion } from "./inventory.ts";
import type { Refuse } from "./refuse.ts";

export interface CoverageInput {
  readonly plan: Plan;
  readonly inventory: Inventory;
  /** Regions that have to be in the inventory. */
  readonly regions: readonly SiteId[];
  readonly refusal: Refuse;
  readonly refuse: Capabilities["refuse"];
}

export interface Coverage {
  /** By region, then name. */
  readonly functions: readonly FunctionCoverage[];
  readonly resources: readonly ResourceCoverage[];
  /** Replicas, which are not counted among the functions. */
  readonly replicas: number;
  /** Regions of which nothing, or not everything, is known. */
  readonly unread: readonly UnreadRegion[];
}

/** Which policy protects each thing of the inventory, or why none does. */
export function coverageOf({ plan, inventory, regions, refusal, refuse }: CoverageInput): Coverage {
  const around = runsAround(plan);
  const own = inventory.functions.filter(({ replicaOf }) => replicaOf === undefined);
  const functions = own
    .map((item) => coverFunction(item, around(item.region), refusal))
    .sort(
      (a, b) => compareText(a.region, b.region) || compareText(a.name, b.name) || compareText(a.arn, b.arn),
    );
  const byArn = new Map(functions.map((covered) => [covered.arn, covered]));
  return {
    functions,
    resources: [...(inventory.resources ?? [])]
      .sort((a, b) => compareText(a.region, b.region) || compareText(a.arn, b.arn))
      .map((resource) => coverResource(resource, byArn, plan.policies, refuse)),
    replicas: inventory.functions.length - own.length,
    unread: unread(inventory, regions),
  };
}

/** Found once for all functions: a thousand policies at a hundred sites are many runs. */
function runsAround(plan: Plan): (region: SiteId) => RunsAround {
  const byRegion = new Map<SiteId, PlannedRun[]>();
  const byPolicy = new Map<string, PlannedRun>();
  for (const run of plannedRuns(plan)) {
    const { region } = run.stack;
    const inRegion = byRegion.get(region);
    if (inRegion === undefined) byRegion.set(region, [run]);
    else inRegion.push(run);
    if (!byPolicy.has(run.policy.name)) byPolicy.set(run.policy.name, run);
  }
  const anywhere = [...byPolicy.values()];
  return (region) => ({ here: byRegion.get(region) ?? [], anywhere });
}

function unread(
  { regions: read, unread: failed = [] }: Inventory,
  wanted: readonly SiteId[],
): UnreadRegion[] {
  const known = new Set([...(read ?? wanted), ...failed.map(({ region }) => region)]);
  const missing = uniqueSorted(wanted).filter((region) => !known.has(region));
  return [...failed, ...missing.map((region) => ({ region, reason: "the inventory does not have it" }))].sort(
    (a, b) => compareText(a.region, b.region),
  );
}
