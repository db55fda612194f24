import { compareText, uniqueSorted } from "../core/source-order.ts";
import type { Estate } from "../policy/estate.ts";
import type { SiteId } from "../policy/policy.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Plan, PolicyPlan, ReadBudget, RunTimes } from "./plan.ts";
import { CYCLE_MINUTES, runsInCycle, startsOf } from "./runs-in-cycle.ts";

/** What one run of a policy reads at one site, and how much of it is for `protect.code: all`. */
interface RunReads {
  readonly reads: number;
  readonly forAllVersions: number;
  readonly timeZone: string;
}

/** Everything that the schedules of one region and its edge zones read. */
export interface RegionReads {
  readonly region: SiteId;
  /** In 28 years, by policy. */
  readonly inCycle: Map<string, number>;
  /** Of one run of everything that begins by itself, without a clock. */
  unclocked: number;
  /** Of one run of everything that begins together, by time zone and cron. */
  readonly clocked: Map<string, Map<string, number>>;
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
  return readsByRegion(plan, capabilities).map((reads) => {
    const peak = peakOf(reads);
    return {
      region: reads.region,
      allowed,
      average: Math.ceil(sum(reads.inCycle.values()) / CYCLE_MINUTES),
      peak,
      peakMinutes: Math.ceil(peak / allowed),
      ...(reads.forAllVersions > 0 && { allVersionsMinutes: Math.ceil(reads.forAllVersions / allowed) }),
      assumed: uniqueSorted([...reads.inCycle.keys()].filter((name) => assumed.has(name))),
    };
  });
}

/** Whole reads a minute, one at least. What a binary fraction lacks, as in 900 x 0.29, is made up for. */
export function allowedReads({ apiShare }: Estate, { reads }: Capabilities): number {
  return Math.max(1, Math.floor(reads.value * apiShare.value + 1e-6));
}

export function readsByRegion(
  { policies, stacks }: Pick<Plan, "policies" | "stacks">,
  capabilities: Capabilities,
): RegionReads[] {
  const ofPolicy = new Map(policies.map((policy) => [policy.name, readsOfPolicy(policy, capabilities)]));
  const runs = memo(runsInCycle);
  const regions = new Map<SiteId, RegionReads>();
  for (const { region, units } of stacks)
    for (const unit of units) {
      const one = unit.kind === "schedule" ? ofPolicy.get(unit.policy) : undefined;
      if (unit.kind !== "schedule" || one === undefined) continue;
      const found = regions.get(region) ?? emptyRegion(region);
      regions.set(region, found);
      add(found.inCycle, unit.policy, one.reads * runs(unit.times));
      found.forAllVersions += one.forAllVersions;
      if ("rate" in unit.times) found.unclocked += one.reads;
      else {
        const crons = found.clocked.get(one.timeZone) ?? new Map<string, number>();
        found.clocked.set(one.timeZone, crons);
        add(crons, unit.times.cron, one.reads);
      }
    }
  return [...regions.values()].sort((a, b) => compareText(a.region, b.region));
}

function readsOfPolicy({ cost, protect, schedule }: PolicyPlan, { readsOfRun }: Capabilities): RunReads {
  const readsWith = (code: PolicyPlan["protect"]["code"]): number => {
    const { perFunction, perPage, pageSize } = readsOfRun({ ...protect, code });
    return cost.functions * perFunction + Math.ceil(cost.functions / pageSize) * perPage;
  };
  const reads = readsWith(protect.code);
  const forAllVersions = protect.code === "all" ? Math.max(0, reads - readsWith("published")) : 0;
  return { reads, forAllVersions, timeZone: schedule.timeZone };
}

function peakOf({ clocked, unclocked }: RegionReads): number {
  const peaks = [...clocked.values()].map((crons) => {
    const minutes = new Map<number, number>();
    for (const [cron, reads] of crons)
      for (const minute of startsOf({ cron }) ?? []) add(minutes, minute, reads);
    return [...minutes.values()].reduce((most, reads) => Math.max(most, reads), 0);
  });
  return unclocked + sum(peaks);
}

/** Nobody wrote how many functions it selects. */
export function isAssumed({ origins }: PolicyPlan): boolean {
  return origins["cost.functions"] === undefined;
}

function emptyRegion(region: SiteId): RegionReads {
  return { region, inCycle: new Map(), unclocked: 0, clocked: new Map(), forAllVersions: 0 };
}

/** Jitter leaves few different times: each is worked out once. */
function memo(runsOf: (times: RunTimes) => number): (times: RunTimes) => number {
  const known = new Map<string | number, number>();
  return (times) => {
    const key = "cron" in times ? times.cron : times.rate;
    const runs = known.get(key) ?? runsOf(times);
    known.set(key, runs);
    return runs;
  };
}

function add<K>(totals: Map<K, number>, key: K, amount: number): void {
  totals.set(key, (totals.get(key) ?? 0) + amount);
}

function sum(amounts: Iterable<number>): number {
  let total = 0;
  for (const amount of amounts) total += amount;
  return total;
}
