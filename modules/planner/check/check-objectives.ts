import { type Diagnostic, error, warning } from "../../core/diagnostic.ts";
import { formatDuration, sayDuration } from "../../core/duration.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { windowOfInterval } from "../../core/start-window.ts";
import type { DateText, Policy, SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PolicyPlan } from "../plan.ts";
import type { RegionOf } from "../region-of.ts";
import { changesClocks } from "../times/changes-clocks.ts";
import { CLOCK_INTERVALS } from "../times/clock-intervals.ts";
import { longestPause } from "../times/longest-pause.ts";

export interface ObjectiveInput {
  readonly capabilities: Pick<Capabilities, "every" | "startWindow" | "completionWindow" | "replication">;
  readonly regionOf: RegionOf;
  /** Where the points of a policy at a site are copied to, by whichever policy asked: a site is copied whole. */
  readonly copiesAt: (policy: string, site: SiteId) => readonly SiteId[];
  /** In UTC. Without it, clocks are taken to change in every zone that may. */
  readonly today?: DateText | undefined;
}

/**
 * Objectives that the promises beside them do not prove, with what is missing. A bound itself is proven.
 *
 * `survive: N` is proven when the points of every site lie in N + 1 places or more: its region and its copies.
 * `rpo` is meant for the loss of the source region, and proven by `exposure.remote`: without a copy it never is.
 * Days on which clocks change are left out of the sum, with a warning where there may be some.
 * So are pauses, with a warning where one leaves more than that without a run.
 * Only `survive: 0` says that no region has to be survived; then `exposure.local` proves it.
 * `rto` is proven by nothing of a plan: it takes a drill, and `Capabilities` refuses it until there is one.
 */
export function checkObjectives(
  policy: Pick<Policy, "name" | "objectives">,
  planned: PolicyPlan,
  input: ObjectiveInput,
): Diagnostic[] {
  const block = policy.objectives;
  if (block === undefined) return [];
  const { rpo, survive } = block.value;
  const asked = block.from === "policy" ? "" : `, for policy ${policy.name}`;
  const say = (key: "rpo" | "survive", fault: Fault, as = error): Diagnostic =>
    as("OBJECTIVE", block.places[key] ?? block.at, `${fault.message}${asked}`, fault.hint);

  const thinnest = thinnestSite(planned, input);
  if (thinnest === undefined) return [];
  const tooFew = survive === undefined ? undefined : unsurvived(survive, thinnest);
  const tooOld = rpo === undefined ? undefined : exceeded(rpo, survive !== 0, thinnest, planned, input);
  const unsure =
    rpo === undefined || tooOld !== undefined
      ? []
      : [clocksChange(rpo, planned, input.today), paused(rpo, survive !== 0, planned, input)];
  return [
    ...(tooOld ? [say("rpo", tooOld)] : []),
    ...unsure.flatMap((fault) => (fault === undefined ? [] : [say("rpo", fault, warning)])),
    ...(tooFew ? [say("survive", tooFew)] : []),
  ];
}

/** A run whose time spring leaves out is no run, and autumn puts an hour between two: the sum is that of other days. */
function clocksChange(
  rpo: number,
  { schedule: { timing, timeZone } }: PolicyPlan,
  today: DateText | undefined,
): Fault | undefined {
  if ("rate" in timing || timeZone === "UTC") return undefined;
  if (today !== undefined && !changesClocks(timeZone, new Date(today))) return undefined;
  return {
    message: `rpo ${formatDuration(rpo)} is not proven for days on which ${timeZone} changes its clocks`,
    hint: "time-zone: UTC has no such days",
  };
}

/** Whoever writes a pause wants no run then: that is no mistake, but nothing is proven of those days. */
function paused(
  rpo: number,
  regionLost: boolean,
  { schedule, exposure: { window } }: PolicyPlan,
  { capabilities, today }: ObjectiveInput,
): Fault | undefined {
  const longest = longestPause(schedule, today);
  if (longest === undefined) return undefined;
  const { from, to, minutes } = longest;
  if (minutes + window + (regionLost ? capabilities.replication.value : 0) <= rpo) return undefined;
  return {
    message: `rpo ${formatDuration(rpo)} is not proven during the pause from ${from} to ${to}, which leaves ${sayDuration(minutes)} between two runs`,
    hint: "pause for less, or run npx zonekeep backup by hand within it",
  };
}

interface Fault {
  readonly message: string;
  readonly hint: string;
}

interface Places {
  readonly site: SiteId;
  /** Own region and copies, each once, sorted. */
  readonly places: readonly SiteId[];
}

/** The first of the sites whose points lie in the fewest places: an objective holds at all sites or not at all. */
function thinnestSite(
  { name, sites, copies }: PolicyPlan,
  { regionOf, copiesAt }: ObjectiveInput,
): Places | undefined {
  const all = sites.map((site) => ({
    site,
    places: uniqueSorted([regionOf(site), ...copies.map(({ to }) => to), ...copiesAt(name, site)]),
  }));
  const [first, ...rest] = all;
  return first && rest.reduce((min, one) => (one.places.length < min.places.length ? one : min), first);
}

function unsurvived(survive: number, { site, places }: Places): Fault | undefined {
  const max = places.length - 1;
  if (survive <= max) return undefined;
  const missing = survive - max;
  return {
    message: `survive ${survive} is not proven: the points of ${site} lie in ${places.join(", ")} only`,
    hint: `name ${missing} more ${missing === 1 ? "region" : "regions"} under copies, or write survive: ${max}`,
  };
}

function exceeded(
  rpo: number,
  regionLost: boolean,
  { site, places }: Places,
  planned: PolicyPlan,
  input: ObjectiveInput,
): Fault | undefined {
  if (regionLost && places.length === 1)
    return {
      message: `rpo ${formatDuration(rpo)} is not proven: without a copy nothing is left when the region of ${site} is lost`,
      hint: "name another region under copies, or write survive: 0",
    };
  const { interval, window, local } = planned.exposure;
  const replication = input.capabilities.replication.value;
  const minutes = regionLost ? local + replication : local;
  if (minutes <= rpo) return undefined;
  const sum = [
    `${sayDuration(interval)} between two runs`,
    `${sayDuration(window)} window`,
    ...(regionLost ? [`${sayDuration(replication)} replication`] : []),
  ];
  const change = nearestChange(rpo - (regionLost ? replication : 0), planned, input);
  return {
    message: `rpo ${formatDuration(rpo)} is not proven: ${sum.join(" + ")} = ${sayDuration(minutes)}`,
    hint: `${change === undefined ? "" : `${change} would prove it, or `}write rpo: ${formatDuration(readable(minutes))}`,
  };
}

/** Beyond four hours to the next whole one: nobody promises 3855m. */
function readable(minutes: number): number {
  return minutes > 240 ? Math.ceil(minutes / 60) * 60 : minutes;
}

/** The longest interval, else the longest window, that makes interval and window fit into these minutes. */
function nearestChange(
  minutes: number,
  { schedule, exposure }: PolicyPlan,
  { capabilities }: Pick<ObjectiveInput, "capabilities">,
): string | undefined {
  const { every, startWindow, completionWindow } = capabilities;
  const shorter = CLOCK_INTERVALS.findLast(
    (interval) =>
      interval >= every.min.value &&
      interval <= every.max.value &&
      // A window that nobody has written follows the interval; one that was written stays.
      interval + Math.max(exposure.window, windowOfInterval(interval)) <= minutes,
  );
  if (shorter !== undefined) return `every: ${formatDuration(shorter)}`;

  const window = minutes - exposure.interval;
  const [key, min] =
    schedule.completionWindow === undefined
      ? ["start-window", startWindow.min.value]
      : [
          "completion-window",
          Math.max(completionWindow.min.value, schedule.startWindow + completionWindow.beyondStart.value),
        ];
  return window >= Math.max(1, min) ? `${key}: ${formatDuration(window)}` : undefined;
}
