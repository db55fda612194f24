import { errorText } from "../../core/error-text.ts";

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

/**
 * The same, where the API documents a 404 as "there is none". Only that error is absence: a 404 of a proxy, a
 * refusal and a fault are not.
 */
export async function callOrNone<T>(
  name: string,
  resource: string,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw new CallError(name, resource, error);
  }
}

/** Lambda's own "not found", also inside a CallError. */
export function isNotFound(error: unknown): boolean {
  if (error instanceof CallError) return isNotFound(error.cause);
  return error instanceof Error && error.name === "ResourceNotFoundException" && statusOf(error) === 404;
}

export function isDenied(error: unknown): boolean {
  if (error instanceof CallError) return isDenied(error.cause);
  return error instanceof Error && statusOf(error) === 403;
}

function statusOf(error: Error): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
