import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { backupRequest } from "../../aws/backup-request.ts";
import { stateMachineArn } from "../../aws/names.ts";
import type { RunSummary } from "../../contract/events.ts";
import type { Plan } from "../../planner/plan.ts";
import { collect } from "../../recovery/bytes.ts";
import { runKey } from "../../recovery/layout.ts";
import { runId } from "../../runs/run-id.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { believeRun, parseSummary } from "./believe-run.ts";
import type { Source } from "./open-sources.ts";
import type { Scheduled } from "./select-site.ts";

export interface Started {
  readonly policy: string;
  readonly site: string;
  readonly region: string;
  /** ARN */
  readonly execution: string;
}

type Sfn = Pick<SFNClient, "send">;

/**
 * Starts the deployed state machine with what the schedule would send, but for what is the schedule's: also within a pause,
 * and with what was made a moment ago, which no list of an earlier run has.
 * `id` makes the name of the execution unique: AWS refuses one twice within 90 days.
 */
export async function startBackup(
  sfn: Sfn,
  plan: Plan,
  { stack, unit }: Scheduled,
  id: string,
): Promise<Started> {
  const { minutesIntoWindow: _, ...request } = backupRequest(plan, stack, unit);
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: stateMachineArn(plan, stack.region),
      name: `by-hand-${id}-${unit.policy}`.slice(0, 80),
      input: JSON.stringify({ ...request, pauses: [] }),
    }),
  );
  if (executionArn === undefined)
    throw new Error(`states:StartExecution in ${stack.region} answered without an execution`);
  return { policy: unit.policy, site: stack.site, region: stack.region, execution: executionArn };
}

/** Milliseconds between two looks: soon at first, since small runs end in seconds. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;

export interface Waiting {
  readonly sfn: Sfn;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Where the run keeps its points and its summary. */
  readonly source: Pick<Source, "store" | "prefix">;
}

/**
 * Waits for a run to end, and believes it only where the store bears it out. One that captured nothing ends as a
 * failure and returns nothing: its summary is read.
 * @throws CommandError when the state machine itself failed, timed out or was stopped, or says what is not so
 */
export async function waitForSummary(
  { sfn, sleep, source }: Waiting,
  { policy, site, execution }: Started,
): Promise<RunSummary> {
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 1.5)) {
    const answer = await sfn.send(new DescribeExecutionCommand({ executionArn: execution }));
    const { status, output, error, cause, startDate } = answer;
    if (status !== "RUNNING" && status !== "PENDING_REDRIVE") {
      const run = startDate === undefined ? "" : runId({ id: execution, startedAt: startDate.toISOString() });
      const summary = await readSummary(source, policy, run);
      if (status === "SUCCEEDED")
        return believeRun(source, { policy, site, run, execution }, output, summary);
      if (summary?.run === run && summary.status !== "complete") return summary;
      const why = [error, reasonIn(cause)].filter(Boolean).join(": ");
      throw new CommandError(
        `the run of ${policy} at ${site} ended ${status}${why === "" ? "" : `: ${why}`}`,
        EXIT.bad,
        `look at ${execution}`,
      );
    }
    await sleep(wait);
  }
}

/** Of a runner that threw, Lambda gives a document: its message is what a person needs, not the trace. */
function reasonIn(cause: string | undefined): string | undefined {
  try {
    const { errorMessage } = JSON.parse(cause ?? "") as { readonly errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : cause;
  } catch {
    return cause;
  }
}

/** @returns undefined where it is not there or cannot be read: then the state machine's own words must do. */
async function readSummary(
  { store, prefix }: Pick<Source, "store" | "prefix">,
  policy: string,
  run: string,
): Promise<RunSummary | undefined> {
  try {
    const bytes = await store.open(runKey(prefix, policy, run));
    if (bytes === undefined) return undefined;
    return parseSummary(Buffer.from(await collect(bytes, MAX_BYTES)).toString("utf8"));
  } catch {
    return undefined;
  }
}

const MAX_BYTES = 64 * 1024 * 1024;
