import type { Copy, Schedule } from "../../policy/policy.ts";
import type { Exposure } from "../plan.ts";

/**
 * What may be lost at worst, in minutes. A change is safe once the run after it has ended: `interval` is the longest
 * time between two runs, and a run ends within the completion window, else is assumed to end within the start window.
 * `replication` is how long a copy takes to arrive; it counts only where there are copies.
 */
export function exposureOf(
  schedule: Schedule,
  copies: readonly Copy[],
  interval: number,
  replication: number,
): Exposure {
  const window = schedule.completionWindow ?? schedule.startWindow;
  const local = interval + window;
  if (copies.length === 0) return { interval, window, replication: 0, local };
  return { interval, window, replication, local, remote: local + replication };
}
