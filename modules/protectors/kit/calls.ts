import { errorText } from "../../core/error-text.ts";
import { failureOf, statusOf } from "../../core/failure.ts";
import { uncleaned } from "../../core/redactor.ts";

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

/** The service will not answer, however often it is asked: to this role, this account or in this region. */
export function isRefused(error: unknown): boolean {
  const cause = causeOf(error);
  return isDenied(cause) || (failureOf(cause) === "other" && statusOf(cause) === 400);
}

/**
 * What the read gives, `undefined` in a region that lacks the feature: there Lambda refuses the call in words of its own,
 * whatever the role may do. So it is with URLs, code signing and recursion in some regions.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
 */
export async function whereOffered<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    const cause = causeOf(error);
    const unknown = /Unable to determine service\/operation name to be authorized/;
    if (failureOf(cause) === "denied" && unknown.test(uncleaned(cause))) return undefined;
    throw error;
  }
}

export function causeOf(error: unknown): unknown {
  return error instanceof CallError ? causeOf(error.cause) : error;
}
