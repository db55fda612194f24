import { shortList } from "../../core/short-list.ts";
import type { ActivationReport, LiveBefore } from "../../restore/activate.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";
import { describeFailed, describeSteps } from "./describe-restore.ts";

const MAX_NAMED = 10;

interface How {
  readonly dryRun: boolean;
  readonly check: boolean;
}

/** What brings events already, before anything is changed, and what stands beside it. */
export function describeLive({ live, waiting, notes }: LiveBefore): Line[] {
  const all = count(live.length + waiting.length, "trigger");
  return [
    live.length === 0
      ? `live before: none of ${all}`
      : `live before: ${live.length} of ${all}: ${shortList(live, MAX_NAMED)}`,
    ...describeNotes(notes),
  ];
}

/** What brings events now, what does not and why, and what a person has to know of it. */
export function describeActivation(names: string, report: ActivationReport, how: How): Line[] {
  if (report.steps.length + report.failed.length === 0) return [`${names}: no trigger to enable`];
  return [...describeReport(report, how), ...(how.check ? [verdict(report, "armed", "not armed")] : [])];
}

/** What lets no event in any more, what does still and why. */
export function describeDisarming(names: string, report: ActivationReport, how: How): Line[] {
  const { steps, failed, notes } = report;
  if (steps.length + failed.length === 0)
    return [...describeNotes(notes), `${names}: arm did nothing that is there to be taken back`];
  return [...describeReport(report, how), ...(how.check ? [verdict(report, "disarmed", "still armed")] : [])];
}

function describeReport({ steps, failed, notes }: ActivationReport, { dryRun, check }: How): Line[] {
  return [
    ...(steps.length === 0 ? [] : describeSteps(steps)),
    ...describeNotes(notes),
    ...describeFailed(failed),
    ...(dryRun && !check ? ["dry run: nothing was changed"] : []),
  ];
}

function describeNotes(notes: readonly string[]): Line[] {
  return notes.map((text): Line => [{ text: "note: ", style: "yellow" }, text]);
}

function verdict({ steps, failed }: ActivationReport, all: string, some: string): string {
  const left = steps.filter(({ effect }) => effect !== "keep").length + failed.length;
  return left === 0 ? all : `${some}: ${count(left, "trigger")}`;
}
