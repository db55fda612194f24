import { formatDays } from "../core/duration.ts";
import type { Confirmation } from "../policy/policy.ts";

/** As it is written in a policy: `2026-11-29 by ana for 35d`. */
export function sayConfirmation({ on, by, days }: Confirmation): string {
  return `${on} by ${by} for ${formatDays(days)}`;
}
