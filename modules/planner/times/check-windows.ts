import type { Diagnostic, DiagnosticCode } from "../../core/diagnostic.ts";
import { formatDuration } from "../../core/duration.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { placeOf } from "../place-of.ts";
import { gapsOf } from "./longest-gap.ts";

/** Windows that the provider refuses, or that reach into the next run. A bound itself is allowed. */
export function checkWindows({ schedule }: Policy, capabilities: Capabilities): Diagnostic[] {
  const { timing, startWindow, completionWindow, overlap } = schedule.value;
  const interval = gapsOf(timing)?.shortest;
  const found: Diagnostic[] = [];
  const say = (code: DiagnosticCode, path: string, message: string, hint: string): void => {
    found.push({ severity: "error", code, message: `${path} ${message}`, hint, at: placeOf(schedule, path) });
  };

  const { least, most } = capabilities.startWindow;
  const start = formatDuration(startWindow);
  // Without one nothing is asked of the provider.
  if (startWindow > 0 && startWindow < least.value) {
    const bound = formatDuration(least.value);
    say(
      "LIMIT",
      "start-window",
      `${start}, the least is ${bound}`,
      `write ${bound} or more: ${least.source}`,
    );
  } else if (startWindow > most.value) {
    const bound = formatDuration(most.value);
    say("LIMIT", "start-window", `${start}, the most is ${bound}`, `write ${bound} or less: ${most.source}`);
  }
  if (interval !== undefined && startWindow >= interval) {
    const between = formatDuration(interval);
    say(
      "SCHEDULE",
      "start-window",
      `${start} is not shorter than the ${between} between two runs`,
      `write less than ${between}`,
    );
  }
  if (completionWindow === undefined) return found;

  const completion = formatDuration(completionWindow);
  const { least: shortest, beyondStart } = capabilities.completionWindow;
  const [bound, source] =
    shortest.value >= startWindow + beyondStart.value
      ? [shortest.value, shortest.source]
      : [startWindow + beyondStart.value, beyondStart.source];
  if (completionWindow < bound) {
    const after = bound === shortest.value ? "" : ` after start-window ${start}`;
    say(
      "LIMIT",
      "completion-window",
      `${completion}, the least${after} is ${formatDuration(bound)}`,
      `write ${formatDuration(bound)} or more: ${source}`,
    );
  }
  // Runs that may overlap can take longer than the interval; with skip, the plan would promise runs that never begin.
  if (interval !== undefined && completionWindow > interval && overlap === "skip") {
    const between = formatDuration(interval);
    say(
      "SCHEDULE",
      "completion-window",
      `${completion} is longer than the ${between} between two runs, of which overlap: skip leaves out the later`,
      `write ${between} or less, or overlap: allow`,
    );
  }
  return found;
}
