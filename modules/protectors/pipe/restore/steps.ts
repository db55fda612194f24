import type { Json } from "../../../contract/json.ts";
import { type Attempted, attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { PipeDocument, PipeSettings } from "../document.ts";
import type { ReadPipe } from "../read.ts";
import { hasFailed, isStopped, isUnderWay, isUnmade, LOOKS_OF_OWN, stateText } from "../settle.ts";
import { changesOf, livePipe } from "./live.ts";
import type { PipeRestorePorts } from "./ports.ts";
import { createPipe, updatePipe } from "./write.ts";

export const CREATE = "pipes:CreatePipe";
export const UPDATE = "pipes:UpdatePipe";

type Ports = Pick<PipeRestorePorts, "pipes" | "sleep">;
type Whole = Pick<PipeDocument, "name" | "arn" | "running" | "settings" | "tags">;

/** AWS makes as many pipes in an account and region. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const ROOM =
  "delete pipes that nothing uses, or ask for a higher quota of pipes in Service Quotas; then run the restore again";

/**
 * Makes the pipe, and waits until it is made. One that was made meanwhile is ours where it is the same: the answer to our own
 * call may have been lost.
 */
export async function create(ports: Ports, wanted: Whole): Promise<void> {
  const what: Attempted = {
    resource: `pipe ${wanted.name}`,
    call: CREATE,
    hint: (words) => (/quota|limit/i.test(words) ? ROOM : undefined),
  };
  // Its name is free once one that is being deleted is gone.
  await livePipe(ports, wanted, LOOKS_OF_OWN);
  await attempt(ports.sleep, what, async () => {
    try {
      await createPipe(ports, wanted);
    } catch (error) {
      if (!(error instanceof Error && error.name === "ConflictException")) throw error;
      const live = await livePipe(ports, wanted, LOOKS_OF_OWN);
      if (live === undefined) throw error;
      const { settings, stuck } = changesOf(wanted, live);
      if (!isStopped(live) || settings || stuck.length > 0)
        throw new RestoreError(
          what.resource,
          CREATE,
          "one of that name was made meanwhile, and is another",
          AGAIN,
        );
    }
  });
  await untilStopped(ports, wanted, CREATE);
}

export async function update(ports: Ports, wanted: Whole, live: PipeSettings): Promise<void> {
  const what = { resource: `pipe ${wanted.name}`, call: UPDATE };
  await attempt(ports.sleep, what, () => updatePipe(ports, wanted, live));
  const now = await untilStopped(ports, wanted, UPDATE);
  // An update that AWS takes back leaves the pipe as it was before.
  if (changesOf(wanted, now).settings)
    throw new RestoreError(
      what.resource,
      UPDATE,
      `it is ${stateText(now)}, and not as it was written`,
      wayOut(wanted.name, now),
    );
}

/** @throws RestoreError with AWS's reason where the pipe could not be made or changed */
async function untilStopped(ports: Ports, wanted: Whole, call: string): Promise<ReadPipe> {
  const live = await livePipe(ports, wanted, LOOKS_OF_OWN);
  const resource = `pipe ${wanted.name}`;
  if (live === undefined) throw new RestoreError(resource, call, "it is gone since it was written", AGAIN);
  if (hasFailed(live))
    throw new RestoreError(resource, call, `it is ${stateText(live)}`, wayOut(wanted.name, live));
  if (isUnderWay(live)) throw new RestoreError(resource, call, `it stays ${live.state}`, AGAIN);
  if (!isStopped(live))
    throw new RestoreError(
      resource,
      call,
      `it is ${stateText(live)}, though it was written stopped`,
      wayOut(wanted.name, live),
    );
  return live;
}

/** AWS changes no pipe that it could not make. */
export function wayOut(name: string, { state }: Pick<ReadPipe, "state">): string {
  return isUnmade({ state })
    ? `correct what the reason says, delete pipe ${name}, and run the restore again`
    : "correct what the reason says, and run the restore again with --replace";
}

/** What `arm` reads. */
export function activationOf(document: PipeDocument, source: string, off: boolean): Json {
  return { name: document.name, running: document.running, source, ...(off && { off }) };
}
