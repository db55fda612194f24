import { MINUTES_A_DAY } from "../../core/duration.ts";
import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { Estate } from "../../policy/estate.ts";
import type { SiteId, Versions } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Plan, PolicyPlan } from "../plan.ts";
import type { ReadBudget } from "./budget.ts";
import { CYCLE_MINUTES, runsReader } from "./runs-in-cycle.ts";

/** What the schedules of one region and its edge zones read. */
export interface RegionReads {
  readonly region: SiteId;
  /** In 28 years, by policy. */
  readonly inCycle: Map<string, number>;
  /** Of the runs that begin in the busiest minute. */
  peak: number;
  /** Of one run at each site whose policy keeps all versions: what it reads beyond the published ones. */
  forAllVersions: number;
}

/**
 * What the schedules of each region read of the provider's API, its edge zones' included. A run of N functions makes
 * N x `perFunction` + pages x `perPage` reads; N is what `cost.functions` says. The runs of a region fit when all that
 * they read in 28 years, after which the calendar repeats, is at most what the estate's share allows in that time.
 * The busiest minute is the one of a day in which most reads begin, as if every day had all its runs; runs of other
 * time zones and those without a clock are taken to fall into it. By region; each unit is looked at once.
 */
export function readBudgets(
  plan: Pick<Plan, "policies" | "stacks">,
  estate: Estate,
  capabilities: Capabilities,
): ReadBudget[] {
  const allowed = allowedReads(estate, capabilities);
  const assumed = new Set(plan.policies.filter(isAssumed).map(({ name }) => name));
  return readsByRegion(plan, capabilities).map(({ region, inCycle, peak, forAllVersions }) => ({
    region,
    allowed,
    average: Math.ceil(sum(inCycle.values()) / CYCLE_MINUTES),
    peak,
    peakMinutes: Math.ceil(peak / allowed),
    ...(forAllVersions > 0 && { allVersionsMinutes: Math.ceil(forAllVersions / allowed) }),
    assumed: uniqueSorted([...inCycle.keys()].filter((name) => assumed.has(name))),
  }));
}

/** Whole reads a minute, one at least. What a binary fraction lacks, as in 900 x 0.29, is made up for. */
function allowedReads({ apiShare }: Estate, { reads }: Capabilities): number {
  return Math.max(1, Math.floor(reads.value * apiShare.value + 1e-6));
}

export function readsByRegion(
  { policies, stacks }: Pick<Plan, "policies" | "stacks">,
  capabilities: Capabilities,
): RegionReads[] {
  const runOf = new Map(policies.map((policy) => [policy.name, runReads(policy, capabilities)]));
  const runsOf = runsReader();
  const regions = new Map<SiteId, RegionReads>();
  const days = new Map<SiteId, Map<string, Float64Array>>();
  for (const { region, units } of stacks) {
    const schedules = units.filter((unit) => unit.kind === "schedule");
    if (schedules.length === 0) continue;
    const found = take(regions, region, () => ({ region, inCycle: new Map(), peak: 0, forAllVersions: 0 }));
    const zones = take(days, region, () => new Map<string, Float64Array>());
    for (const { policy, times } of schedules) {
      const run = runOf.get(policy);
      if (run === undefined) continue;
      const { inCycle, minutes } = runsOf(times);
      found.inCycle.set(policy, (found.inCycle.get(policy) ?? 0) + run.reads * inCycle);
      found.forAllVersions += run.forAllVersions;
      if (minutes === undefined) found.peak += run.reads;
      else
        addTo(
          take(zones, run.timeZone, () => new Float64Array(MINUTES_A_DAY)),
          minutes,
          run.reads,
        );
    }
  }
  for (const [region, zones] of days) {
    const found = regions.get(region);
    if (found !== undefined) found.peak += sum([...zones.values()].map(largest));
  }
  return [...regions.values()].sort((a, b) => compareText(a.region, b.region));
}

function take<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function addTo(day: Float64Array, minutes: readonly number[], reads: number): void {
  for (const minute of minutes) day[minute] = (day[minute] ?? 0) + reads;
}

/** What one run of a policy reads at one site, and how much of it is for `protect.code: all`. */
function runReads({ cost, protect, schedule }: PolicyPlan, { readsOfRun }: Capabilities) {
  const readsWith = (code: Versions): number => {
    const { perFunction, perPage, pageSize } = readsOfRun({ ...protect, code });
    return cost.functions * perFunction + Math.ceil(cost.functions / pageSize) * perPage;
  };
  const reads = readsWith(protect.code);
  const forAllVersions = protect.code === "all" ? Math.max(0, reads - readsWith("published")) : 0;
  return { reads, forAllVersions, timeZone: schedule.timeZone };
}

/** Nobody wrote how many functions it selects. */
export function isAssumed({ origins }: PolicyPlan): boolean {
  return origins["cost.functions"] === undefined;
}

function largest(amounts: Float64Array): number {
  return amounts.reduce((max, one) => Math.max(max, one), 0);
}

function sum(amounts: Iterable<number>): number {
  let total = 0;
  for (const amount of amounts) total += amount;
  return total;
}
