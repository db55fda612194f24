import { errorText } from "../../core/error-text.ts";
import type { FailureKind } from "../../core/failure.ts";
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

/** Whether a call of a restore is not allowed to who restores. */
export function isForbidden(error: unknown): boolean {
  return error instanceof RestoreError && error.failure === "denied";
}

/** Name and message of what AWS answered. The message is fit for a log: clients have taken out what is secret. */
export function apiError(error: unknown): { readonly name: string; readonly message: string } {
  if (error instanceof CallError) return apiError(error.cause);
  if (!(error instanceof Error)) return apiError(new Error(String(error)));
  const { name, message } = error;
  return { name, message: error instanceof RestoreError ? message : errorText(error) };
}

/** Why something could not be asked, in one line: without the way out of a restore that needs the answer. */
export function whyUnasked(error: unknown): string {
  return error instanceof RestoreError ? error.reason : apiError(error).message;
}

export const AGAIN = "run the restore again: it continues where it stopped";
/** Of what somebody else has written meanwhile: a restore overwrites it only where a person says so. */
export const AGAIN_REPLACING =
  "stop what else changes it, such as a deployment; then run the restore again with --replace: it continues where it stopped";
/** The same at an activation. */
export const ARM_AGAIN = "arm again: what is active already is kept";
/** The same where it is taken back. */
export const DISARM_AGAIN = "disarm again: what lets in no event already is kept";
