import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { DateText, SiteId } from "../../policy/policy.ts";
import type { Plan, PolicyPlan, StackPlan } from "../plan.ts";
import { plannedRuns } from "../planned-runs.ts";
import { copyRetention, retentionDays } from "../retention-days.ts";
import { type LongestPause, longestPause } from "../times/longest-pause.ts";

/** One place that holds points: a region, or an on-premises target. */
export interface Holder {
  readonly site: SiteId;
  /** Age in days that its oldest point reaches. */
  readonly days: number;
  /** Whether a restore role waits there, so that functions can be restored into it. */
  readonly standby: boolean;
}

/**
 * What the loss means for one policy at one site:
 * `untouched` it runs on, with every copy; `fewer-copies` it runs on, and some copies no longer arrive;
 * `restorable` the site is lost, and its functions can be restored; `stranded` the site is lost, and points are left
 * only where nothing can restore them yet; `lost` the site is lost with every point.
 */
export type Outcome = "untouched" | "fewer-copies" | "restorable" | "stranded" | "lost";

export interface SiteLoss {
  readonly policy: string;
  readonly site: SiteId;
  /** Where its own points lie: the site itself, or the parent of an edge zone. */
  readonly region: SiteId;
  readonly outcome: Outcome;
  /** What still holds its points: its own region first, then by name. */
  readonly left: readonly Holder[];
  /** What held its points and is lost, sorted. */
  readonly gone: readonly SiteId[];
  /** Of a `restorable` site: minutes of changes that are lost at worst. */
  readonly minutes?: number;
  /** Of a `restorable` site whose policy pauses: the same within its longest pause. */
  readonly paused?: LongestPause;
}

/** A site no longer in use, whose points were to stay until a day. */
interface RetiredLoss {
  readonly site: SiteId;
  readonly until: DateText;
  /** What still holds its points, sorted. Empty: they are lost. */
  readonly left: readonly SiteId[];
}

export interface Loss {
  /** The sites asked for, and the edge zones of the regions among them. Sorted. */
  readonly lost: readonly SiteId[];
  /** By policy, then site. */
  readonly sites: readonly SiteLoss[];
  /** Retired sites that lose points, by name. */
  readonly retired: readonly RetiredLoss[];
  /** The most regions that may be lost at once, whichever they are, with a point of everything left. */
  readonly survives: number;
}

/** What is left of each policy at each site when these sites are lost at once. A region takes its edge zones along. */
export function loseSites(plan: Plan, sites: readonly SiteId[]): Loss {
  const homes = plan.stacks.filter(({ kind }) => kind !== "links");
  const asked = new Set(sites);
  const lost = new Set([
    ...sites,
    ...homes.filter(({ region }) => asked.has(region)).map(({ site }) => site),
  ]);
  const runs = runsOf(plan);
  return {
    lost: uniqueSorted(lost),
    sites: runs.map((run) => lose(run, lost)).sort(bySite),
    retired: retired(plan, homes, lost),
    survives: survivesOf(runs),
  };
}

/** One policy at one site. */
interface Run {
  readonly policy: string;
  readonly site: SiteId;
  readonly region: SiteId;
  /** Its own region first. */
  readonly holders: readonly Holder[];
  /** Minutes lost at worst while its own region stands, and when a copy has to do. */
  readonly local: number;
  readonly remote: number;
  readonly interval: number;
  readonly pause: LongestPause | undefined;
}

function runsOf(plan: Plan): Run[] {
  const units = plan.stacks.flatMap((stack) => stack.units);
  const standby = new Set(units.filter(({ kind }) => kind === "standby").map(({ site }) => site));
  // A site is copied whole: a copy that another policy asked for carries these points too, and takes as long.
  const replication = plan.policies.reduce((max, { exposure }) => Math.max(max, exposure.replication), 0);
  return Array.from(plannedRuns(plan), ({ policy, stack: { region }, unit: { site, copies } }) => {
    const { interval, local, remote = local + replication } = policy.exposure;
    const others = uniqueSorted(copies).filter((to) => to !== region);
    const holders = [region, ...others].map((at) => ({
      site: at,
      days: daysAt(policy, at),
      standby: standby.has(at),
    }));
    const pause = longestPause(policy.schedule);
    return { policy: policy.name, site, region, holders, local, remote, interval, pause };
  });
}

function daysAt({ retention, copies }: PolicyPlan, at: SiteId): number {
  return retentionDays(copyRetention(retention, copies.find(({ to }) => to === at) ?? {}));
}

function lose(
  { policy, site, region, holders, local, remote, interval, pause }: Run,
  lost: ReadonlySet<SiteId>,
): SiteLoss {
  const left = holders.filter((holder) => !lost.has(holder.site));
  const gone = holders.filter((holder) => lost.has(holder.site)).map((holder) => holder.site);
  const shared = { policy, site, region, left, gone: uniqueSorted(gone) };
  if (!lost.has(site)) return { ...shared, outcome: gone.length === 0 ? "untouched" : "fewer-copies" };
  if (left.length === 0) return { ...shared, outcome: "lost" };
  if (!left.some(({ standby }) => standby)) return { ...shared, outcome: "stranded" };
  const minutes = lost.has(region) ? remote : local;
  // The pause takes the place of the interval.
  const paused = pause && { ...pause, minutes: minutes - interval + pause.minutes };
  return { ...shared, outcome: "restorable", minutes, ...(paused !== undefined && { paused }) };
}

function retired({ stacks }: Plan, homes: readonly StackPlan[], lost: ReadonlySet<SiteId>): RetiredLoss[] {
  const copies = stacks.flatMap(({ units }) => units.filter((unit) => unit.kind === "copy"));
  return homes
    .flatMap(({ site, region, retiredUntil: until }): RetiredLoss[] => {
      if (until === undefined || !lost.has(region)) return [];
      const to = copies.filter((copy) => copy.site === site).map((copy) => copy.to);
      return [{ site, until, left: uniqueSorted(to).filter((at) => !lost.has(at)) }];
    })
    .sort((a, b) => compareText(a.site, b.site));
}

/** Whatever has the fewest places decides: all of them but one may be lost. Nothing planned survives nothing. */
function survivesOf(runs: readonly Run[]): number {
  const [first, ...rest] = runs.map(({ holders }) => holders.length);
  return first === undefined ? 0 : rest.reduce((min, places) => Math.min(min, places), first) - 1;
}

function bySite(a: SiteLoss, b: SiteLoss): number {
  return compareText(a.policy, b.policy) || compareText(a.site, b.site);
}
