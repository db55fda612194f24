import { type Diagnostic, warning } from "../../core/diagnostic.ts";
import { formatDuration, MINUTES_A_DAY, sayDuration } from "../../core/duration.ts";
import { type DateText, EVENT_KINDS, type EventKind, type Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { placeToMend } from "../place-of.ts";
import type { Plan, PolicyPlan } from "../plan.ts";
import { regionBounds } from "../region-bounds.ts";
import type { RegionOf } from "../region-of.ts";
import { CLOCK_INTERVALS } from "./clock-intervals.ts";
import { longestGap } from "./gaps.ts";
import { longestPause } from "./longest-pause.ts";

interface Around {
  readonly plan: Plan;
  readonly regionOf: RegionOf;
  readonly capabilities: Pick<Capabilities, "events" | "every">;
  /** In UTC. */
  readonly today?: DateText | undefined;
}

/** Windows of records and events that are shorter than the time between two runs: what came before them nobody keeps. As long is enough. */
export function checkEventWindows(
  { protect, schedule }: Pick<Policy, "protect" | "schedule">,
  planned: PolicyPlan,
  { plan, regionOf, capabilities, today }: Around,
): Diagnostic[] {
  const { timing } = schedule.value;
  const [key = ""] = Object.keys(timing);
  const gap = longestGap(timing);
  return EVENT_KINDS.flatMap((kind): Diagnostic[] => {
    if (typeof protect.value.events[kind] !== "number") return [];
    const window = shortestWindow(kind);
    const at = placeToMend([protect, `events.${kind}`], [schedule, key]);
    const subject = `events.${kind} ${formatDuration(window)} is shorter than the`;
    if (window < gap) {
      const message = `${subject} ${sayDuration(gap)} between two runs: the last ${formatDuration(window)} of it is kept, and the rest by nobody`;
      return [warning("EVENTS", at, message, hintOfGap(kind, window))];
    }
    const pause = longestPause(schedule.value, today);
    if (pause === undefined || pause.minutes <= window) return [];
    const { from, to, minutes } = pause;
    const message = `${subject} ${sayDuration(minutes)} between two runs that the pause from ${from} to ${to} leaves: the last ${formatDuration(window)} of it is kept, and the rest by nobody`;
    const longer = isOffered(minutes)
      ? `write ${kind}: ${formatDuration(minutes)}${where(minutes)}, or `
      : "";
    return [warning("EVENTS", at, message, `${longer}run npx zonekeep backup by hand within it`)];
  });

  /** One reader reads for all policies of a region, as much as the one that wants most. */
  function shortestWindow(kind: EventKind): number {
    const windows = planned.sites.map((site) => {
      const { minutes = 0, all } = regionBounds(plan, regionOf(site)).events?.[kind] ?? {};
      return all ? Number.POSITIVE_INFINITY : minutes;
    });
    return Math.min(...windows);
  }

  function hintOfGap(kind: EventKind, window: number): string {
    const { min, max } = capabilities.every;
    const shorter = CLOCK_INTERVALS.findLast((one) => one >= min.value && one <= max.value && one <= window);
    const ways = [
      ...(isOffered(gap) ? [`${kind}: ${formatDuration(gap)}${where(gap)}`] : []),
      ...(shorter === undefined ? [] : [`every: ${formatDuration(shorter)}`]),
    ];
    return ways.length === 0 ? "run more often" : `write ${ways.join(", or ")}`;
  }

  function isOffered(minutes: number): boolean {
    return minutes <= capabilities.events.value;
  }
}

/** A window keeps nothing that was gone before its run came. */
function where(minutes: number): string {
  return minutes > MINUTES_A_DAY ? " where it is held that long" : "";
}
