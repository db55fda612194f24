import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { checkMeaning } from "./check-meaning.ts";
import { checkPauses } from "./check-pauses.ts";
import { checkTimeZone } from "./check-time-zone.ts";
import { checkTiming } from "./check-timing.ts";
import { checkWindows } from "./check-windows.ts";

/** Everything about when a policy runs that cannot be, that the provider refuses, or that would leave nothing to restore. */
export function checkSchedule(policy: Policy, capabilities: Capabilities): Diagnostic[] {
  return [
    ...checkTiming(policy, capabilities),
    ...checkMeaning(policy),
    ...checkTimeZone(policy),
    ...checkWindows(policy, capabilities),
    ...checkPauses(policy),
  ];
}
