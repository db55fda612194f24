import type { ReadPipe } from "./read.ts";

/** A pipe that is made, changed, started or stopped says so, and takes no other change meanwhile. */
const UNDER_WAY: ReadonlySet<string> = new Set(["CREATING", "UPDATING", "STARTING", "STOPPING", "DELETING"]);

const PAUSE_MS = 5_000;

/** Looks at a pipe among many, whose changes are others': five seconds. */
export const LOOKS_IN_PASSING = 2;
/** Looks at one that is to be changed, and that others change: a minute. */
export const LOOKS = 12;
/** Looks at one that was changed by the restore itself: a quarter of an hour. AWS states no bound, and takes a minute or two. */
export const LOOKS_OF_OWN = 180;

export function isUnderWay({ state }: Pick<ReadPipe, "state">): boolean {
  return UNDER_WAY.has(state);
}

/** Whether its last change came to nothing: `CREATE_FAILED`, `UPDATE_ROLLBACK_FAILED`. */
export function hasFailed({ state }: Pick<ReadPipe, "state">): boolean {
  return state.endsWith("_FAILED");
}

/** AWS could not make it, and so changes it no more. */
export function isUnmade({ state }: Pick<ReadPipe, "state">): boolean {
  return state === "CREATE_FAILED" || state === "CREATE_ROLLBACK_FAILED";
}

/** Told to be so, and is: AWS may go on with events for some minutes. */
export function isStopped({ running, state }: Pick<ReadPipe, "running" | "state">): boolean {
  return !running && state === "STOPPED";
}

/** It does not run, by nobody's word: AWS gave it up. */
export function isGivenUp({
  running,
  state,
  reason = "",
}: Pick<ReadPipe, "running" | "state" | "reason">): boolean {
  if (state !== "STOPPED") return false;
  return running || !(reason === "" || /^user.?initiated$/i.test(reason));
}

/** `CREATE_FAILED (Status Reason ...)` */
export function stateText({ state, reason }: Pick<ReadPipe, "state" | "reason">): string {
  return reason === undefined ? state : `${state} (${reason})`;
}

/** The pipe once nothing is under way; after so many looks as it is. */
export async function settled<Found extends Pick<ReadPipe, "state"> | undefined>(
  sleep: (milliseconds: number) => Promise<void>,
  looks: number,
  read: () => Promise<Found>,
): Promise<Found> {
  for (let look = 1; ; look++) {
    const found = await read();
    if (found === undefined || !isUnderWay(found) || look >= looks) return found;
    await sleep(PAUSE_MS);
  }
}
