import { type Diagnostic, type DiagnosticCode, error } from "../../core/diagnostic.ts";
import { formatDuration, sayDuration } from "../../core/duration.ts";
import { show } from "../../core/printable.ts";
import type { Policy, Timing } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { aboveMax, belowMin, type Range } from "../limit.ts";
import { placeOf, placeToMend } from "../place-of.ts";
import { CLOCK_INTERVALS } from "./clock-intervals.ts";
import { type Gaps, gapsOf } from "./gaps.ts";
import { minKept } from "./min-kept.ts";
import { sayHere } from "./other-crons.ts";
import { parseCron } from "./parse-cron.ts";
import type { CronFault } from "./parse-cron-field.ts";

interface Fault extends CronFault {
  readonly code: DiagnosticCode;
}

/** Times that cannot be understood, that never come, or come more often or more rarely than the provider can take. */
export function checkTiming({ schedule, retention }: Policy, { every }: Capabilities): Diagnostic[] {
  const { timing, beside = [] } = schedule.value;
  const key = Object.keys(timing)[0] ?? "";
  const gaps = gapsOf(timing);
  const told = [timing, ...beside].flatMap((one) =>
    faultsOf(one, every).map(({ code, message, hint }) =>
      error(code, placeOf(schedule, Object.keys(one)[0] ?? ""), message, hint),
    ),
  );
  const { keep } = retention.value;
  // With generations alone the newest point is the first of something, and stays.
  const kept = gaps && keep !== undefined ? minKept(retention.value, gaps.shortest) : undefined;
  if (told.length > 0 || gaps === undefined || kept === undefined || gaps.longest < kept) return told;
  const message = `${nameOf(timing, gaps.longest)}${"cron" in timing ? "," : ""} with retention ${formatDuration(kept)}: a point would expire before the next one exists`;
  return [
    error(
      "LIMIT",
      placeToMend([schedule, key], [retention, "keep"]),
      message,
      "keep points longer, or make them more often",
    ),
  ];
}

function faultsOf(timing: Timing, every: Range): Fault[] {
  const gaps = gapsOf(timing);
  return gaps === undefined ? cronFaults(timing) : intervalFaults(timing, gaps, every);
}

function cronFaults(timing: Timing): Fault[] {
  if (!("cron" in timing)) return [];
  const shown = `cron ${show(timing.cron)}`;
  const here = sayHere(timing.cron);
  if (here !== undefined)
    return [{ code: "SCHEDULE", message: `${shown} is not understood`, hint: `write ${here}` }];
  const read = parseCron(timing.cron);
  if (!("cron" in read))
    return read.faults.map(({ message, hint }) => ({
      code: "SCHEDULE",
      message: `${shown}: ${message}`,
      hint,
    }));
  const longest = Math.max(...read.cron.months.map((month) => (month === 2 ? 29 : 30)));
  return [
    {
      code: "SCHEDULE",
      message: `${shown} never runs: no month that it names has such a day`,
      hint: `write a day of month up to ${longest}`,
    },
  ];
}

function intervalFaults(timing: Timing, { shortest, longest }: Gaps, { min, max }: Range): Fault[] {
  const hint = (bound: string): string =>
    "cron" in timing ? `leave ${bound} between two runs` : `write ${bound}`;
  const [outside] = [
    ...belowMin(nameOf(timing, shortest), shortest, min, { hint }),
    ...aboveMax(nameOf(timing, longest), longest, max, { hint }),
  ];
  if (outside !== undefined) return [outside];
  if (!("every" in timing) || CLOCK_INTERVALS.includes(timing.every)) return [];
  const allowed = CLOCK_INTERVALS.filter((minutes) => minutes >= min.value && minutes <= max.value);
  const near = [
    allowed.findLast((minutes) => minutes < timing.every),
    allowed.find((minutes) => minutes > timing.every),
  ].flatMap((minutes) => (minutes === undefined ? [] : formatDuration(minutes)));
  const written = formatDuration(timing.every);
  return [
    {
      code: "SCHEDULE",
      message: `every ${written} does not come out even in an hour, a day or a week`,
      hint: `write ${[...near, `rate: ${written}`].join(" or ")}`,
    },
  ];
}

/** `every 2d`, `rate 90m`, `cron "0 5 1 * *", 31d between two runs`. */
function nameOf(timing: Timing, gap: number): string {
  if ("cron" in timing) return `cron ${show(timing.cron)}, ${sayDuration(gap)} between two runs`;
  return `${"every" in timing ? "every" : "rate"} ${formatDuration(gap)}`;
}
