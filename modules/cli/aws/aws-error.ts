import { knownCause, remedyOf } from "../../core/causes.ts";
import { failedCallOf } from "../../core/failed-call.ts";
import { failureOf, namesOf } from "../../core/failure.ts";
import { uncleaned } from "../../core/redactor.ts";

export interface Explained {
  readonly message: string;
  /** What to do instead. */
  readonly hint?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** One sentence for an error of a call to AWS: the call, the resource, the region; `undefined` for any other error. */
export function explainAwsError(error: unknown, env: Env): Explained | undefined {
  const call = failedCallOf(error);
  if (call === undefined || !(error instanceof Error)) return undefined;
  const names = namesOf(error);
  const text = withoutUser(error.message);
  const cause = knownCause(error);
  const where = `${call.service}:${call.operation}${call.resource === undefined ? "" : ` of ${call.resource}`} in ${call.region}`;
  if (cause === undefined) return { message: `${where}: ${names[0]}: ${text}` };
  // Of a refused connection the SDK says less than the heading does.
  const detail = text === "" || names.includes(text) ? (names[0] ?? "") : text.split("\n")[0];
  return {
    message: `${cause.what}: ${where} (${detail})`,
    hint: cause.hint(call, uncleaned(error), endpointOf(env)),
  };
}

/** The same for any error: one of ours says it all in its own words, but for the way out of what AWS answered it. */
export function explainError(error: unknown, env: Env): Explained {
  const explained = explainAwsError(error, env);
  if (explained !== undefined) return explained;
  const hint = remedyOf(error, endpointOf(env));
  const message = error instanceof Error ? error.message : String(error);
  return { message, ...(hint !== undefined && { hint }) };
}

function endpointOf({ AWS_ENDPOINT_URL: endpoint }: Env): string | undefined {
  return endpoint && withoutUser(endpoint);
}

/** Addresses without the user and password that they may have. */
function withoutUser(text: string): string {
  return text.replace(/:\/\/[^\s/@]*@/g, "://");
}

/** Whether AWS knows who asks, and says no. */
export function isAccessDenied(error: unknown): boolean {
  return failureOf(error) === "denied";
}
