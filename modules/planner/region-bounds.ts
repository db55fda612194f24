import { uniqueSorted } from "../core/source-order.ts";
import {
  EVENT_KINDS,
  type EventKind,
  type Lock,
  type Schedule,
  type Selection,
  type SiteId,
} from "../policy/policy.ts";
import type { Plan, PolicyPlan, ScheduleUnit, StackPlan } from "./plan.ts";
import { retentionDays } from "./retention-days.ts";

/** What policies ask of locks at most. */
export interface LongestLock {
  /** Days that a point is kept. */
  readonly days: number;
  /** Whether any of them has a compliance lock. */
  readonly compliance: boolean;
}

/** How far back anything is kept that streams and archives hold. */
interface LongestWindow {
  /** 0: `all` alone says it. */
  readonly minutes: number;
  readonly all?: true;
}

interface Asked extends Pick<PolicyPlan, "protect"> {
  readonly policy: string;
  readonly select: Omit<Selection, "exclude"> & { readonly exclude: readonly string[] };
  readonly keep: number | undefined;
  readonly lock: Lock["mode"];
}

/** What a plan asks of a region at most: what is deployed there says it, and takes no more from anybody. */
export interface RegionBounds {
  /** Regions that receive a copy of anything that is kept there, sorted. */
  readonly copies: readonly SiteId[];
  /** The region that is told when a run begins. Absent: none. */
  readonly watchedBy?: SiteId;
  /** Of policies that run there, at its edge zones too. */
  readonly runs: LongestLock;
  /** Of policies whose points lie there, those that are copied there among them. */
  readonly keeps: LongestLock;
  /** How far back any policy that runs there keeps the records of streams and the events of archives. Absent: none does. */
  readonly events?: Readonly<Partial<Record<EventKind, LongestWindow>>>;
  /** Of policies that run there and have some. */
  readonly pauses: readonly (Pick<Schedule, "timeZone" | "pauses"> & { readonly policy: string })[];
  /** What policies that run there select and keep of it, for how long and how firmly. */
  readonly asked: readonly Asked[];
}

/** Asked for each schedule of a region, and of the same plan always the same. */
const known = new WeakMap<Plan, Map<SiteId, RegionBounds>>();

export function regionBounds(plan: Plan, region: SiteId): RegionBounds {
  const regions = known.get(plan) ?? new Map<SiteId, RegionBounds>();
  known.set(plan, regions);
  const bounds = regions.get(region) ?? boundsOf(plan, region);
  regions.set(region, bounds);
  return bounds;
}

function boundsOf({ policies, stacks }: Plan, region: SiteId): RegionBounds {
  const units = stacks.flatMap((stack) =>
    stack.units.flatMap((unit) => (unit.kind === "schedule" ? [{ stack, unit }] : [])),
  );
  const isHere = ({ stack }: { readonly stack: StackPlan }): boolean => stack.region === region;
  const here = units.filter(isHere).map(({ unit }) => unit);
  const copied = units.map(({ unit }) => unit).filter(({ copies }) => copies.includes(region));
  const watchedBy = here.find((unit) => unit.watchedBy !== undefined)?.watchedBy;
  const run = of(here);
  return {
    copies: uniqueSorted(here.flatMap(({ copies }) => copies)),
    ...(watchedBy !== undefined && { watchedBy }),
    runs: longestOf(run),
    keeps: longestOf(of([...here, ...copied])),
    ...eventsOf(run),
    pauses: run
      .filter(({ schedule: { pauses } }) => pauses.length > 0)
      .map(({ name: policy, schedule: { timeZone, pauses } }) => ({ policy, timeZone, pauses })),
    asked: run.map(({ name: policy, select, protect, retention: { keep }, lock }) => {
      const exclude = select.exclude.map(({ name }) => name);
      return { policy, select: { ...select, exclude }, protect, keep, lock: lock.mode };
    }),
  };

  function of(all: readonly ScheduleUnit[]): PolicyPlan[] {
    const names = new Set(all.map(({ policy }) => policy));
    return policies.filter(({ name }) => names.has(name));
  }
}

/** One reader reads a stream or an archive for all policies: as much as the one that wants most. */
function eventsOf(policies: readonly PolicyPlan[]): Pick<RegionBounds, "events"> {
  const windows = EVENT_KINDS.flatMap((kind) => {
    const asked = policies.flatMap(({ protect }) => protect.events[kind] ?? []);
    return asked.length === 0 ? [] : [[kind, longestWindow(asked)] as const];
  });
  return windows.length === 0 ? {} : { events: Object.fromEntries(windows) };
}

function longestWindow(asked: readonly (number | "all")[]): LongestWindow {
  const minutes = Math.max(0, ...asked.filter((one) => one !== "all"));
  return { minutes, ...(asked.includes("all") && { all: true as const }) };
}

function longestOf(policies: readonly PolicyPlan[]): LongestLock {
  return {
    days: Math.max(0, ...policies.map(({ retention }) => retentionDays(retention))),
    compliance: policies.some(({ lock }) => lock.mode === "compliance"),
  };
}
