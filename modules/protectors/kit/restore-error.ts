import { errorText } from "../../core/error-text.ts";
import type { FailureKind } from "../../core/failure.ts";
import { Redactor } from "../../core/redactor.ts";
import { CallError } from "./calls.ts";

/** A call of a restore that did not do what it should: what, which call, what was answered, and the way out. */
export class RestoreError extends Error {
  override readonly name = "RestoreError";
  constructor(
    readonly resource: string,
    readonly call: string,
    readonly reason: string,
    readonly hint: string,
    /** What AWS's answer came down to, where it was one. */
    readonly failure?: FailureKind,
  ) {
    super(`${resource}: ${call}: ${reason}\n  help: ${hint}`);
  }
}

/**
 * Name and message of what AWS answered. The message is fit for a log, and shows none of `secrets`, which AWS may
 * repeat.
 */
export function apiError(
  error: unknown,
  secrets: readonly string[] = [],
): { readonly name: string; readonly message: string } {
  if (error instanceof CallError) return apiError(error.cause, secrets);
  if (!(error instanceof Error)) return apiError(new Error(String(error)), secrets);
  const { name } = error;
  if (error instanceof RestoreError) return { name, message: error.message };
  const redactor = new Redactor();
  redactor.learn(secrets);
  const message = redactor.redact(error.message);
  return { name, message: errorText(Object.assign(new Error(message), { name })) };
}

export const AGAIN = "run the restore again: it continues where it stopped";
/** The same at an activation. */
export const ARM_AGAIN = "arm again: what is active already is kept";
