import type { ThingId } from "../contract/kinds.ts";
import { apiError, RestoreError } from "../protectors/kit/restore-error.ts";

/** Something of a thing that a restore or an activation could not do. */
export interface Failed extends ThingId {
  /** What was to be done. */
  readonly title: string;
  /** What `--skip` calls it, where the rest does not depend on it. */
  readonly part?: string;
  readonly message: string;
  /** The way out, where one is known. */
  readonly hint?: string;
}

/** One line each, whoever threw it. */
export function failureReason(error: unknown): Pick<Failed, "message" | "hint"> {
  if (!(error instanceof RestoreError)) return { message: apiError(error).message };
  const { resource, call, reason, hint } = error;
  return { message: `${resource}: ${call}: ${reason}`, hint };
}
