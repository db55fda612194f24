import { errorText } from "../../../core/error-text.ts";
import { CallError } from "../call.ts";

/** A call of a restore that did not do what it should: what, which call, what was answered, the way out. */
export class RestoreError extends Error {
  override readonly name = "RestoreError";
  constructor(
    readonly resource: string,
    readonly call: string,
    readonly reason: string,
    readonly wayOut: string,
  ) {
    super(`${resource}: ${call}: ${reason}\n  help: ${wayOut}`);
  }
}

/** Name and message of what AWS answered; the message fit for a log. */
export function apiError(error: unknown): { readonly name: string; readonly message: string } {
  if (error instanceof CallError) return apiError(error.cause);
  if (error instanceof RestoreError) return { name: error.name, message: error.message };
  return { name: error instanceof Error ? error.name : "", message: errorText(error) };
}

export const AGAIN = "run the restore again: it continues where it stopped";
