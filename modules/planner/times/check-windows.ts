import { type Diagnostic, error } from "../../core/diagnostic.ts";
import { formatDuration } from "../../core/duration.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { aboveMax, belowMin, type LimitFault } from "../limit.ts";
import { placeOf } from "../place-of.ts";
import { gapsOf } from "./gaps.ts";

/** Windows that the provider refuses, or that reach into the next run. A bound itself is allowed. */
export function checkWindows({ schedule }: Policy, capabilities: Capabilities): Diagnostic[] {
  const { timing, startWindow, completionWindow, overlap } = schedule.value;
  const interval = gapsOf(timing)?.shortest;
  const found: Diagnostic[] = [];
  const say = (path: string, message: string, hint: string): void => {
    const at = placeOf(schedule, path);
    found.push(error("SCHEDULE", at, `${path} ${message}`, hint));
  };

  const { min, max } = capabilities.startWindow;
  const start = formatDuration(startWindow);
  const named = `start-window ${start}`;
  const at = (path: string, faults: readonly LimitFault[]): void => {
    for (const { code, message, hint } of faults)
      found.push(error(code, placeOf(schedule, path), message, hint));
  };
  // Without one nothing is asked of the provider.
  if (startWindow > 0) at("start-window", belowMin(named, startWindow, min));
  at("start-window", aboveMax(named, startWindow, max));
  if (interval !== undefined && startWindow >= interval) {
    const between = formatDuration(interval);
    say(
      "start-window",
      `${start} is not shorter than the ${between} between two runs`,
      `write less than ${between}`,
    );
  }
  if (completionWindow === undefined) return found;

  const completion = formatDuration(completionWindow);
  const { min: shortest, beyondStart } = capabilities.completionWindow;
  const ofStart = { ...beyondStart, value: startWindow + beyondStart.value };
  const afterStart = ofStart.value > shortest.value;
  const subject = `completion-window ${completion}${afterStart ? ` with ${named}` : ""}`;
  at("completion-window", belowMin(subject, completionWindow, afterStart ? ofStart : shortest));
  // Runs that may overlap can take longer than the interval; with skip, the plan would promise runs that never begin.
  if (interval !== undefined && completionWindow > interval && overlap === "skip") {
    const between = formatDuration(interval);
    say(
      "completion-window",
      `${completion} is longer than the ${between} between two runs, of which overlap: skip leaves out the later`,
      `write ${between} or less, or overlap: allow`,
    );
  }
  return found;
}
