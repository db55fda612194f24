import type { ActivationReport } from "../../restore/activate.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";
import { describeFailed, describeSteps } from "./describe-restore.ts";

/** What brings events now, what does not and why, and what a person has to know of it. */
export function describeActivation(
  names: string,
  { steps, failed, notes }: ActivationReport,
  { dryRun, check }: { readonly dryRun: boolean; readonly check: boolean },
): Line[] {
  if (steps.length + failed.length === 0) return [`${names}: no trigger to enable`];
  const waiting = steps.filter(({ effect }) => effect !== "keep").length;
  return [
    ...(steps.length === 0 ? [] : describeSteps(steps)),
    ...notes.map((text): Line => [{ text: "note: ", style: "yellow" }, text]),
    ...describeFailed(failed),
    ...(check
      ? [waiting + failed.length === 0 ? "armed" : `not armed: ${count(waiting + failed.length, "trigger")}`]
      : []),
    ...(dryRun && !check ? ["dry run: nothing was changed"] : []),
  ];
}
