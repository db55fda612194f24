import { compareText, uniqueSorted } from "../../../core/source-order.ts";
import type { Plan, ScheduleUnit, StackPlan, VaultUnit } from "../../../planner/plan.ts";
import { retentionDays } from "../../../planner/retention-days.ts";
import type { DateText, SiteId } from "../../../policy/policy.ts";

/** A region, an edge zone, or what receives copies and is not a site of the plan. */
export interface Place {
  readonly id: SiteId;
  readonly kind: "region" | "zone" | "outside";
  readonly vault?: VaultUnit;
  readonly retiredUntil?: DateText;
  /** Policies that run there, sorted. */
  readonly runs: readonly string[];
  /** Where its points are copied to, sorted. */
  readonly copies: readonly SiteId[];
  /** All that this box stands for, itself first. Absent: itself alone. */
  readonly alike?: readonly SiteId[];
  /** Of those, not the same is true. */
  readonly mixed?: true;
}

/** What a drawing says of a place, its name aside. */
export function placeSaid({ kind, vault, retiredUntil, runs, copies }: Place): string {
  return JSON.stringify([kind, vault?.minDays, vault?.maxDays, vault?.lock, retiredUntil, runs, copies]);
}

/** Points of one policy that go along. */
export interface FlowLoad {
  readonly policy: string;
  /** Age that the oldest one reaches at the destination. */
  readonly days: number;
  /** Sites it runs at: the region itself and edge zones of it, sorted. */
  readonly sites: readonly SiteId[];
}

/** All that goes from one region's store to another place. Edge zones keep their points in that store. */
export interface Flow {
  readonly from: SiteId;
  readonly to: SiteId;
  /** By policy. */
  readonly loads: readonly FlowLoad[];
}

export interface Region extends Place {
  /** By name. */
  readonly zones: readonly Place[];
  /** By destination. */
  readonly flows: readonly Flow[];
}

/** The regions by name, then what is outside by name. */
export function topologyOf(plan: Plan): Region[] {
  const homes = plan.stacks.filter(({ kind }) => kind !== "links");
  const regions = homes.filter(({ kind }) => kind === "site").map(({ site }) => site);
  const drawn = uniqueSorted(regions).map((id): Region => {
    const inside = homes.filter(({ region }) => region === id);
    const zones = inside.filter(({ kind }) => kind === "zone").map(placeOf);
    const [own = emptyPlace(id, "region")] = inside.filter(({ kind }) => kind === "site").map(placeOf);
    return { ...own, zones: zones.sort(byId), flows: flowsOf(plan, id, inside) };
  });
  const known = new Set(regions);
  const outside = uniqueSorted(drawn.flatMap(({ flows }) => flows.map(({ to }) => to))).filter(
    (to) => !known.has(to),
  );
  return [...drawn, ...outside.map((id) => ({ ...emptyPlace(id, "outside"), zones: [], flows: [] }))];
}

function placeOf(stack: StackPlan): Place {
  const { kind, site, retiredUntil } = stack;
  const schedules = schedulesOf(stack);
  const vault = stack.units.find((unit) => unit.kind === "vault");
  return {
    id: site,
    kind: kind === "zone" ? "zone" : "region",
    ...(vault !== undefined && { vault }),
    ...(retiredUntil !== undefined && { retiredUntil }),
    runs: uniqueSorted(schedules.map(({ policy }) => policy)),
    copies: uniqueSorted(schedules.flatMap(({ copies }) => copies)),
  };
}

function emptyPlace(id: SiteId, kind: Place["kind"]): Place {
  return { id, kind, runs: [], copies: [] };
}

function flowsOf({ policies }: Plan, from: SiteId, inside: readonly StackPlan[]): Flow[] {
  const schedules = inside.flatMap(schedulesOf);
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  return uniqueSorted(schedules.flatMap(({ copies }) => copies))
    .filter((to) => to !== from)
    .map((to) => {
      const sites = new Map<string, SiteId[]>();
      for (const { policy, site, copies } of schedules)
        if (copies.includes(to)) sites.set(policy, [...(sites.get(policy) ?? []), site]);
      const loads = uniqueSorted(sites.keys()).flatMap((name): FlowLoad[] => {
        const policy = byName.get(name);
        if (policy === undefined) return [];
        const keep = policy.copies.find((copy) => copy.to === to)?.keep;
        const days = retentionDays(keep === undefined ? policy.retention : { ...policy.retention, keep });
        return [{ policy: name, days, sites: uniqueSorted(sites.get(name) ?? []) }];
      });
      return { from, to, loads };
    });
}

function schedulesOf({ units }: StackPlan): ScheduleUnit[] {
  return units.filter((unit) => unit.kind === "schedule");
}

function byId(a: Place, b: Place): number {
  return compareText(a.id, b.id);
}
