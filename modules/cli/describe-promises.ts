import { GENERATIONS, type Retention, type Schedule } from "../policy/policy.ts";
import { every } from "./words.ts";

/** `every 1 h`, `every 90 min from the deployment on`, `at 0 5 * * * Europe/Berlin`. */
export function describeTiming({ timing, timeZone }: Schedule): string {
  if ("rate" in timing) return `every ${every(timing.rate)} from the deployment on`;
  const zone = timeZone === "UTC" ? "" : ` ${timeZone}`;
  return "every" in timing ? `every ${every(timing.every)}${zone}` : `at ${timing.cron}${zone}`;
}

/** `keeps 35 d`, `keeps 7 d, 4 weekly, 12 monthly, cold after 30 d`. */
export function describeRetention({ keep, generations, coldAfter }: Retention): string {
  const counts = GENERATIONS.flatMap((generation) => {
    const count = generations[generation];
    return count === undefined ? [] : [`${count} ${generation}`];
  });
  const kept = [...(keep === undefined ? [] : [`${keep} d`]), ...counts].join(", ");
  return `keeps ${kept}${coldAfter === undefined ? "" : `, cold after ${coldAfter} d`}`;
}
