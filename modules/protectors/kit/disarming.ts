import { RestoreError } from "./restore-error.ts";

/** What is read, `undefined` where AWS says that it is gone: then no event comes in by it. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RestoreError && error.failure === "absent") return undefined;
    throw error;
  }
}

/** It is there, and not as arming writes it. */
export class ChangedSinceError extends RestoreError {}

/** Of what arming wrote and somebody else changed since. */
export function changedSince(resource: string, call: string, what: string): ChangedSinceError {
  return new ChangedSinceError(
    resource,
    call,
    `${what} was changed since, and is left as it is`,
    "look who changed it, and take it back yourself",
  );
}
