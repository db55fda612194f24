import { shortList } from "../../core/short-list.ts";
import type { ActivationReport, LiveBefore } from "../../restore/activate.ts";
import { triggersOf } from "../../restore/activation-step.ts";
import type { DisarmReport } from "../../restore/disarm.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";
import { describeFailed, describeSteps } from "./describe-restore.ts";

const MAX_NAMED = 10;

/** What became of each, armed or disarmed. */
type Report = Pick<ActivationReport, "steps" | "failed" | "notes">;

interface How {
  readonly dryRun: boolean;
  readonly check: boolean;
}

/** What brings events already, before anything is changed, and what stands beside it. */
export function describeLive({ live, triggers, notes }: LiveBefore): Line[] {
  const all = count(triggers, "trigger");
  return [
    live.length === 0
      ? `live before: none of ${all}`
      : `live before: ${live.length} of ${all}: ${shortList(live, MAX_NAMED)}`,
    ...describeNotes(notes),
  ];
}

/** What brings events now, what does not and why, and what a person has to know of it. */
export function describeActivation(names: string, report: Report, how: How): Line[] {
  const { steps, failed } = report;
  if (steps.length + failed.length === 0) return [`${names}: no trigger to enable`];
  const left = waitingIn(report, how);
  const there = triggersOf(steps).length + failed.length - left;
  const none = report.notes.length > 0 ? "no event arrives yet, as noted above" : "there is no trigger";
  const armed = `armed: ${there === 0 ? none : `events arrive (${count(there, "trigger")})`}`;
  const some = `${there === 0 ? "not armed" : `armed in part (${count(there, "trigger")})`}: `;
  return [
    ...describeReport(report, how),
    ...(how.dryRun && !how.check ? [] : [left === 0 ? armed : `${some}${count(left, "trigger")} not yet`]),
  ];
}

/** What lets no event in any more, what does still and why. */
export function describeDisarming(names: string, report: Disarmed, how: How): Line[] {
  const nothing = report.steps.length + report.failed.length === 0;
  return [
    ...(nothing
      ? [...describeNotes(report.notes), `${names}: arm did nothing that is there to be taken back`]
      : describeReport(report, how)),
    ...((how.dryRun || nothing) && !how.check ? [] : [whetherDisarmed(report, how)]),
  ];
}

type Disarmed = Report & Pick<DisarmReport, "stays" | "lasting">;

/** Of what could not be asked, or was changed since, nobody knows whether it lets events in: they may. */
function whetherDisarmed(report: Disarmed, how: How): string {
  const { failed, notes, stays, lasting } = report;
  const unknown = failed.length;
  const open = waitingIn(report, how) - unknown + (how.check ? stays.length : 0);
  const may = `may by ${count(unknown, "trigger")}, as told above`;
  if (open > 0)
    return `still armed: events arrive by ${count(open, "trigger")}${unknown === 0 ? "" : `, and ${may}`}`;
  if (unknown > 0) return `events ${may.replace("may by", "may arrive by")}`;
  if (stays.length > 0)
    return `disarmed: no event arrives by what arm did; live before it and left: ${count(stays.length, "trigger")}, noted above`;
  if (lasting.length > 0) return `disarmed, but for ${shortList(lasting, MAX_NAMED)}: noted above`;
  return notes.length === 0
    ? "disarmed: no event arrives"
    : "disarmed: no event arrives by what arm did; what stays is noted above";
}

/** Triggers that are not yet as they are to be: armed, or disarmed. */
export function waitingIn({ steps, failed }: Report, { dryRun, check }: How): number {
  const open = triggersOf(steps).filter(({ effect }) => effect !== "keep");
  return failed.length + (dryRun || check ? open.length : 0);
}

function describeReport({ steps, failed, notes }: Report, { dryRun, check }: How): Line[] {
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
