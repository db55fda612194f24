import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { vi } from "vitest";
import { backupRequest } from "../../../modules/aws/backup-request.ts";
import { functionName } from "../../../modules/aws/names.ts";
import { selectScheduled } from "../../../modules/cli/points/select-site.ts";
import type { CaptureEvent, CaptureItem } from "../../../modules/contract/events.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { processesSaying } from "../processes.ts";
import type { Deployment } from "./deployment.ts";

/** What the state machine sends to capture for one item of a run. */
export function captureEvent(
  plan: Plan,
  policy: string,
  run: CaptureEvent["run"],
  item: CaptureItem,
): CaptureEvent {
  const [scheduled] = selectScheduled(plan, policy, undefined);
  if (scheduled === undefined) throw new Error(`${policy} has no schedule`);
  return { request: backupRequest(plan, scheduled.stack, scheduled.unit), run, item };
}

/** Every call but those that start a function: these are the test's own, and the state machine's. */
const ANY_CALL = "(?!Invoke$).+";
/** Longer than any test: a held call ends only with its caller. */
const HELD_MS = 3_600_000;

interface Ended {
  /** Whether it was killed; else it had no further call to make. */
  readonly killed: boolean;
  readonly answer: string;
}

/** Runs the deployed capture of a region and kills it outright after its n-th call has been answered. */
export async function captureKilledAfter(
  n: number,
  { sandbox, folder }: Pick<Deployment, "sandbox" | "folder">,
  lambda: LambdaClient,
  event: CaptureEvent,
): Promise<Ended> {
  const last = await lastCall(sandbox);
  await sandbox.faults([{ action: ANY_CALL, after: n, fault: { kind: "delay", ms: HELD_MS } }]);
  const name = functionName(event.request.store.region, "capture");
  let killed = false;
  let ended = false;
  const answer = lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }));
  const done = answer.finally(() => {
    ended = true;
  });
  await vi.waitUntil(
    async () => {
      if (ended) return true;
      const calls = (await sandbox.calls(last)).filter(
        ({ by, action }) => by === "aws" && action !== "Invoke",
      );
      killed = calls.length >= n && killFunction(folder, name);
      return killed;
    },
    { timeout: 60_000, interval: 50 },
  );
  const { Payload } = await done;
  await sandbox.faults([]);
  return { killed, answer: new TextDecoder().decode(Payload) };
}

/** Ends what runs of a function of this sandbox. False: nothing does. */
export function killFunction(folder: string, name: string): boolean {
  const pids = processesSaying(folder, `"functionName": "${name}"`);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  return pids.length > 0;
}

export async function lastCall(sandbox: Sandbox): Promise<number> {
  return (await sandbox.calls()).at(-1)?.id ?? 0;
}
