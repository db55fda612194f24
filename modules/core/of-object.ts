import { knownCause } from "./causes.ts";
import { statusOf } from "./failure.ts";

/** An answer of the service about this object: another one may be answered otherwise. */
export function isOfObject(error: unknown): error is Error {
  const status = statusOf(error) ?? 0;
  if (!(error instanceof Error) || status < 400 || status >= 500) return false;
  return (knownCause(error)?.of ?? "object") === "object";
}
