import type { Timing } from "../../policy/policy.ts";
import { clockCron } from "./clock-intervals.ts";
import type { Cron } from "./cron.ts";
import { parseCron } from "./parse-cron.ts";

/** What a clock on the wall shows when runs are due. Undefined for a rate, and for what `checkSchedule` refuses. */
export function cronOf(timing: Timing): Cron | undefined {
  if ("rate" in timing) return undefined;
  if ("every" in timing) return clockCron(timing.every);
  const read = parseCron(timing.cron);
  return "cron" in read ? read.cron : undefined;
}
