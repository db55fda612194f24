import type { RunSummary } from "../../contract/events.ts";
import { parsePointKey } from "../../recovery/layout.ts";
import { isOlderSummary, isSummary } from "../../recovery/signing/run-summary.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { count } from "../terminal/words.ts";
import type { Source } from "./open-sources.ts";

/** Which run is asked about. */
export interface AskedRun {
  readonly policy: string;
  readonly site: string;
  readonly run: string;
  /** ARN of the execution. */
  readonly execution: string;
}

/** Heads that are asked for at once. */
const AT_ONCE = 32;
/** Keys that a message names. */
const NAMED = 3;

/** @returns undefined where the text is no summary of a run. */
export function parseSummary(text: string): RunSummary | undefined {
  const value = parsed(text);
  return isSummary(value) ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What a state machine answers is what whoever may change it wants to be answered. So a run has ended well when it
 * answers a summary of the very run that was started, the store has that summary, and every point that it names.
 * @returns the summary of the store, whose lists are whole
 * @throws CommandError when any of that is not so
 */
export async function believeRun(
  { store, prefix }: Pick<Source, "store" | "prefix">,
  asked: AskedRun,
  output: string | undefined,
  kept: RunSummary | undefined,
): Promise<RunSummary> {
  const answered = parseSummary(output ?? "");
  if (answered === undefined && isOlderSummary(parsed(output ?? ""))) throw older(asked);
  if (answered === undefined) throw doubt(asked, "its answer is no summary of a run");
  requireOf(asked, answered);
  if (kept === undefined)
    throw doubt(asked, `${store.name} has no summary of it that these credentials can read`);
  requireOf(asked, kept);
  if (kept.status !== answered.status || kept.captured !== answered.captured)
    throw doubt(asked, `it answered ${said(answered)}, and its summary in the store says ${said(kept)}`);
  if (kept.captured !== kept.points.length)
    throw doubt(asked, `it says ${kept.captured} captured, and names ${count(kept.points.length, "point")}`);
  const missing = await notThere(store, prefix, kept);
  if (missing.length > 0)
    throw doubt(
      asked,
      `${store.name} lacks ${missing.length} of its ${count(kept.points.length, "point")}: ${missing.slice(0, NAMED).join(", ")}`,
    );
  return kept;
}

function requireOf(asked: AskedRun, summary: RunSummary): void {
  for (const name of ["policy", "site", "run"] as const)
    if (summary[name] !== asked[name])
      throw doubt(asked, `its summary is of ${name} ${JSON.stringify(summary[name])}`);
}

function said({ status, captured }: RunSummary): string {
  return `${status} with ${captured} captured`;
}

async function notThere(
  store: Source["store"],
  prefix: string,
  { points, run }: RunSummary,
): Promise<string[]> {
  const missing: string[] = [];
  for (let at = 0; at < points.length; at += AT_ONCE) {
    const group = points.slice(at, at + AT_ONCE);
    const there = await Promise.all(
      group.map(async ({ key, sha256 }) => {
        const name = parsePointKey(key);
        if (name?.prefix !== prefix || name.run !== run) return false;
        const found = await store.head(key);
        return found !== undefined && (found.sha256 ?? sha256) === sha256;
      }),
    );
    missing.push(...group.filter((_, index) => !there[index]).map(({ key }) => key));
  }
  return missing;
}

const LOOK =
  "look who changed the state machine and its runners (CloudTrail: UpdateStateMachine, UpdateFunctionCode)";

function older({ policy, site, execution }: AskedRun): CommandError {
  return new CommandError(
    `the run of ${policy} at ${site} is not believed: its runners are of an older zonekeep, and signed nothing`,
    EXIT.bad,
    `npx cdktf deploy '*', then run it again; if that was done already, ${LOOK}, then at ${execution}`,
  );
}

function doubt({ policy, site, execution }: AskedRun, why: string): CommandError {
  return new CommandError(
    `the run of ${policy} at ${site} is not believed: ${why}`,
    EXIT.bad,
    `${LOOK}, then at ${execution}`,
  );
}
