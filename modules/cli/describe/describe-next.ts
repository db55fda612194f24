import { compareText } from "../../core/source-order.ts";
import type { Plan, RunTimes } from "../../planner/plan.ts";
import { plannedRuns } from "../../planner/planned-runs.ts";
import { nextRuns, type Upcoming } from "../../planner/times/next-runs.ts";
import { windowLeft } from "../../planner/times/run-times.ts";
import type { Schedule } from "../../policy/policy.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { table } from "../terminal/table.ts";
import type { Line } from "../terminal/text.ts";
import { count, every } from "../terminal/words.ts";

/** When one site will run one policy. */
interface NextOfSchedule {
  readonly policy: string;
  readonly site: string;
  readonly timeZone: string;
  readonly times: RunTimes;
  /** Minutes after each time within which the provider begins the run; absent where the times hold that already. */
  readonly within?: number;
  /** Absent for a rate: it counts from a deployment that nobody knows yet. */
  readonly next?: readonly Upcoming[];
}

export interface NextOfPlan {
  readonly from: Date;
  readonly schedules: readonly NextOfSchedule[];
}

/** The next runs of every schedule of a plan, by policy and site. */
export function nextOfPlan(plan: Plan, from: Date, runs: number): NextOfPlan {
  // Thousands of schedules share a few hundred times.
  const seen = new Map<string, readonly Upcoming[] | undefined>();
  const nextOf = (times: RunTimes, { timeZone, pauses }: Schedule): readonly Upcoming[] | undefined => {
    const key = JSON.stringify([times, timeZone, pauses]);
    if (!seen.has(key)) seen.set(key, nextInZone(times, { timeZone, pauses }, from, runs));
    return seen.get(key);
  };
  const found = Array.from(plannedRuns(plan), ({ policy, unit: { site, times } }): NextOfSchedule => {
    const { name, schedule } = policy;
    const [within, next] = [windowLeft(schedule), nextOf(times, schedule)];
    const spread = within > 0 && { within };
    const known = next !== undefined && { next };
    return { policy: name, site, timeZone: schedule.timeZone, times, ...spread, ...known };
  });
  const byName = (a: NextOfSchedule, b: NextOfSchedule): number =>
    compareText(a.policy, b.policy) || compareText(a.site, b.site);
  return { from, schedules: found.sort(byName) };
}

/** The planner knows every zone there is, this Node perhaps not the newest. */
function nextInZone(...args: Parameters<typeof nextRuns>): ReturnType<typeof nextRuns> {
  try {
    return nextRuns(...args);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `this Node.js (${process.version}, time zones of ${process.versions.tz}) does not know ${args[1].timeZone}`;
    throw new CommandError(message, EXIT.usage, "use a newer one to see times of that zone");
  }
}

export function describeNext({ from, schedules }: NextOfPlan): Line[] {
  const rows = schedules.flatMap(({ policy, site, timeZone, times, within, next }) => {
    const later = within === undefined ? "" : `up to ${every(within)} later`;
    const shown =
      "rate" in times ? [unknown(times.rate, later)] : (next ?? []).map((one) => describe(one, later));
    return shown.map(({ local, utc, note }): Line[] => [policy, site, timeZone, local, utc, note]);
  });
  return [
    `${count(schedules.length, "schedule")}, from ${utcOf(from)} UTC`,
    "",
    ...table(["POLICY", "SITE", "TIME ZONE", "LOCAL", "UTC", "NOTE"], rows),
  ];
}

interface Row {
  readonly local: string;
  readonly utc: string;
  readonly note: Line;
}

function describe(one: Upcoming, later: string): Row {
  switch (one.kind) {
    case "run": {
      const note = one.clockChange === 0 ? later : marked(clocks(one.clockChange), later);
      return { local: `${one.local} ${one.offset}`, utc: utcOf(one.at), note };
    }
    case "left-out":
      return { local: one.local, utc: "-", note: marked("no run: clocks leave this time out") };
    case "paused": {
      const { from, to, reason } = one.pause;
      return { local: `${from} to ${to}`, utc: "-", note: marked(`paused: ${reason}`) };
    }
  }
}

function unknown(rate: number, later: string): Row {
  return { local: "-", utc: "-", note: joined(`every ${every(rate)} from the deployment on`, later) };
}

function clocks(change: number): string {
  return `clocks were put ${change > 0 ? "forward" : "back"} ${every(Math.abs(change))}`;
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(", ");
}

function marked(...texts: readonly string[]): Line {
  return { text: joined(...texts), style: "yellow" };
}

function utcOf(time: Date): string {
  return time.toISOString().slice(0, 16).replace("T", " ");
}
