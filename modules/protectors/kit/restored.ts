import { RestoreError } from "./restore-error.ts";

/** @throws RestoreError where what is to be armed is not what was restored */
export function requireRestored(
  { resource, call }: { readonly resource: string; readonly call: string },
  found: string,
  restored: string,
): void {
  if (found !== restored)
    throw new RestoreError(
      resource,
      call,
      `it is ${found}, and not ${restored}, which was restored`,
      "the result of the restore was edited: restore again",
    );
}
