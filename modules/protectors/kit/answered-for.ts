import type { Attempted } from "./attempt.ts";
import { RestoreError } from "./restore-error.ts";

/** @throws RestoreError where a call answered for something else than what was asked about: it asked another account or region */
export function requireAnsweredFor(
  answered: string,
  arn: string,
  { resource, call }: Pick<Attempted, "resource" | "call">,
): void {
  if (answered === arn) return;
  throw new RestoreError(
    resource,
    call,
    `it answered for ${answered}, not for ${arn}`,
    "use credentials and a region of the destination",
  );
}
