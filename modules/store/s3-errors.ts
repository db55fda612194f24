import { statusOf } from "../core/failure.ts";

interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: object;
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** 404 for the object; a missing bucket is another thing. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && (error as SdkError).name !== "NoSuchBucket";
}

/** The 404 of a delete marker says so. */
export function isHidden(error: unknown): boolean {
  return (error as SdkError).$response?.headers?.["x-amz-delete-marker"] === "true";
}

/** RequestTimeout is S3's 400 for a body that stopped on its way. */
const NETWORK =
  /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|TimeoutError|NetworkingError|RequestTimeout)$/;

/** Worth another attempt: the network, a fault of S3, a request to slow down, or 409, which a delete beside a PUT causes. */
export function isPassing(error: unknown): boolean {
  const { name = "", code = "", $retryable } = error as SdkError;
  const status = statusOf(error) ?? 0;
  return (
    $retryable !== undefined ||
    status >= 500 ||
    status === 429 ||
    status === 409 ||
    NETWORK.test(code) ||
    NETWORK.test(name)
  );
}

/** Nobody answered in time: asking for long costs a minute each. */
export function isSilence(error: unknown): boolean {
  return (error as SdkError).name === "TimeoutError";
}
