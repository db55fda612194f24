import type { RunTimes } from "../planner/plan.ts";
import { formatValues } from "../planner/times/cron.ts";
import { cronOf } from "../planner/times/cron-of.ts";

/**
 * Times as EventBridge Scheduler writes them: a year at the end, days of the week from 1, Sunday, to 7, and `?` for
 * whichever of the two kinds of day is not asked for. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * Never longer than the 256 characters that CreateSchedule takes.
 * @throws for a cron that `checkSchedule` refuses.
 */
export function scheduleExpression(times: RunTimes): string {
  if ("rate" in times) return rate(times.rate);
  const cron = cronOf(times);
  if (cron === undefined) throw new Error(`not a cron: ${times.cron}`);
  const { minutes, hours, days, months, weekdays } = cron;
  const weekly = weekdays.length < 7;
  const fields = [
    formatValues(minutes, 0, 59),
    formatValues(hours, 0, 23),
    weekly ? "?" : formatValues(days, 1, 31),
    formatValues(months, 1, 12),
    weekly
      ? formatValues(
          weekdays.map((day) => day + 1),
          1,
          7,
        )
      : "?",
    "*",
  ];
  return `cron(${fields.join(" ")})`;
}

/** `rate(1 minute)`, but `rate(15 minutes)`. A day is 24 hours here, whatever clocks do. */
function rate(minutes: number): string {
  if (minutes % 1440 === 0) return counted(minutes / 1440, "day");
  if (minutes % 60 === 0) return counted(minutes / 60, "hour");
  return counted(minutes, "minute");
}

function counted(count: number, unit: string): string {
  return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
}
