import { couldLieIn } from "../../core/could-lie-in.ts";
import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Plan, PolicyPlan } from "../plan.ts";
import { type PlannedRun, plannedRuns } from "../planned-runs.ts";
import { type AttachedCoverage, coverAttached, type NamesResource } from "./cover-attached.ts";
import { coverSelected, type RunsAround, type SelectedCoverage } from "./cover-selected.ts";
import type { AttachedKind, Inventory, InventoryResource, SelectedKind, UnreadRegion } from "./inventory.ts";
import { type NotThere, notThereOf } from "./not-there.ts";
import type { Refuse } from "./refuse.ts";

export interface CoverageInput {
  readonly plan: Plan;
  readonly inventory: Inventory;
  /** Regions that have to be in the inventory. */
  readonly regions: readonly SiteId[];
  readonly refusal: Refuse;
  readonly refuse: Capabilities["refuse"];
  readonly named: NamesResource;
  /** Whether what an entry of a selection names may be found in a region. By default where an ARN of it lies. */
  readonly findable?: (one: string, region: SiteId) => boolean;
  /** ARNs of what zonekeep itself deploys: a deployment brings it back, so nothing has to protect it. */
  readonly own?: ReadonlySet<string>;
}

export type ResourceCoverage = SelectedCoverage | AttachedCoverage;

export interface Coverage {
  /** What policies select first, by region and name; then what is attached to it, by region and ARN. */
  readonly resources: readonly ResourceCoverage[];
  /** Who may call functions and is kept by no run, by region and name. Absent: the inventory does not tell. */
  readonly seen?: readonly SeenByPolicy[];
  /** Replicas, which are not counted among the resources. */
  readonly replicas: number;
  /** What zonekeep itself deploys and no policy takes, which is not counted among the resources. */
  readonly own: number;
  /** What policies name and is not there, by policy and as it is written. */
  readonly notThere: readonly NotThere[];
  /** Regions of which nothing, or not everything, is known. */
  readonly unread: readonly UnreadRegion[];
}

/** A function, and who may call it by its policy. */
interface SeenByPolicy {
  readonly arn: string;
  readonly name: string;
  readonly region: SiteId;
  readonly callers: readonly string[];
}

/** Which policy protects each thing of the inventory, or why none does. */
export function coverageOf({
  plan,
  inventory,
  regions,
  refusal,
  refuse,
  named,
  findable = couldLieIn,
  own = new Set(),
}: CoverageInput): Coverage {
  const around = runsAround(plan);
  const here = (region: SiteId): readonly PolicyPlan[] => [
    ...new Set(
      around(region)
        .here.filter(({ unit }) => unit.zone === undefined)
        .map(({ policy }) => policy),
    ),
  ];
  const all = inventory.resources.filter(isSelectable);
  const originals = all.filter(({ replicaOf }) => replicaOf === undefined);
  const covered = originals.map((item) => coverSelected(item, around(item.region), refusal));
  const selected = covered
    .filter(({ arn, status }) => status !== "unprotected" || !own.has(arn))
    .sort(
      (a, b) => compareText(a.region, b.region) || compareText(a.name, b.name) || compareText(a.arn, b.arn),
    );
  const byArn = new Map(selected.map((one) => [one.arn, one]));
  const attached = inventory.resources
    .filter((resource): resource is InventoryResource<AttachedKind> => !isSelectable(resource))
    .sort((a, b) => compareText(a.region, b.region) || compareText(a.arn, b.arn))
    .map((resource) => coverAttached(resource, byArn, { policies: plan.policies, here, refuse, named }));
  const looked = originals.filter(({ callers }) => callers !== undefined);
  const shown = new Set(selected.map(({ arn }) => arn));
  const seen = looked
    .filter(({ arn, callers = [] }) => callers.length > 0 && shown.has(arn))
    .map(({ arn, name, region, callers = [] }) => ({ arn, name, region, callers }))
    .sort((a, b) => compareText(a.region, b.region) || compareText(a.name, b.name));
  const unknown = unread(inventory, regions);
  return {
    resources: [...selected, ...attached],
    ...(looked.length > 0 && { seen }),
    replicas: all.length - originals.length,
    own: covered.length - selected.length,
    notThere: notThereOf(inventory, {
      regions: regions.filter((region) => !unknown.some((one) => one.region === region)),
      runs: (region) => around(region).here,
      names: named,
      findable,
    }),
    unread: unknown,
  };
}

/** Whether policies select it; the rest is protected by what it feeds, or where a policy names it. */
export function isSelected(covered: ResourceCoverage): covered is SelectedCoverage {
  return covered.kind === "lambda";
}

function isSelectable(resource: InventoryResource): resource is InventoryResource<SelectedKind> {
  return resource.kind === "lambda";
}

/** Found once for all resources: a thousand policies at a hundred sites are many runs. */
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
