import { failureText } from "../core/error-text.ts";
import { isDenied } from "../protectors/kit/calls.ts";
import { RestoreError, whyUnasked } from "../protectors/kit/restore-error.ts";
import type { GatheredThing } from "./gathered-thing.ts";
import type { RestoreAsked } from "./restore-asked.ts";

/** A thing that cannot be read at the destination, and stays away. */
export interface RefusedThing {
  /** `sqs-queue/orders` */
  readonly name: string;
  /** The call, and what AWS says. */
  readonly why: string;
  readonly error: unknown;
}

/**
 * Why a thing stays away whose reading is refused: its owner can refuse it to everybody, and the rest comes back without it.
 * `undefined` for any other error, and for what a person has named, who is to hear it at once.
 */
export function whyRefused(
  error: unknown,
  { asked }: Pick<GatheredThing, "asked">,
  { selection }: Pick<RestoreAsked, "selection">,
): string | undefined {
  if (asked && selection === undefined) return undefined;
  if (error instanceof RestoreError)
    return error.failure === "denied" ? `${error.call}: ${whyUnasked(error)}` : undefined;
  return isDenied(error) ? failureText(error) : undefined;
}
