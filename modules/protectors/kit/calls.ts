import { errorText } from "../../core/error-text.ts";
import { failureOf } from "../../core/failure.ts";

/** A call to AWS that did not answer, with what it was about. */
export class CallError extends Error {
  constructor(
    /** `lambda:GetPolicy` */
    readonly call: string,
    /** `orders-api:live` */
    readonly resource: string,
    override readonly cause: unknown,
  ) {
    super(`${call} of ${resource}: ${errorText(cause)}`);
  }
}

/** @throws CallError for whatever `act` throws. */
export async function call<T>(name: string, resource: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new CallError(name, resource, error);
  }
}

/** The same, where the API says in its own words that there is none: then `undefined`. Nothing else is absence. */
export async function callOrNone<T>(
  name: string,
  resource: string,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw new CallError(name, resource, error);
  }
}

/** A service's own "not found", also inside a CallError. */
export function isAbsent(error: unknown): boolean {
  return failureOf(causeOf(error)) === "absent";
}

export function isDenied(error: unknown): boolean {
  return failureOf(causeOf(error)) === "denied";
}

export function causeOf(error: unknown): unknown {
  return error instanceof CallError ? causeOf(error.cause) : error;
}
