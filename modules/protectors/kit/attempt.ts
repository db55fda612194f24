import { knownCause } from "../../core/causes.ts";
import { failedCallOf } from "../../core/failed-call.ts";
import { failureOf } from "../../core/failure.ts";
import { uncleaned } from "../../core/redactor.ts";
import { refusedRuntimeHint } from "../../core/runtimes/lifecycle.ts";
import { CallError, causeOf, isAbsent } from "./calls.ts";
import { AGAIN, apiError, RestoreError } from "./restore-error.ts";

export interface Attempted {
  readonly resource: string;
  /** `lambda:CreateFunction` */
  readonly call: string;
  /** For errors that have a better hint than running again. */
  readonly hint?: string | ((words: string, name: string) => string | undefined);
  /** How to run it again; by default the restore. */
  readonly again?: string;
}

interface Patience {
  readonly when: (error: unknown, name: string, message: string) => boolean;
  readonly times: number;
  /** Milliseconds before the n-th repetition, from 0. */
  readonly wait: (n: number) => number;
}

const doubling = (most: number) => (n: number) => Math.min(most, 500 * 2 ** n);

/** `Failed` is a state that no waiting ends. */
const PASSING = /in progress|currently in the following state(?!\W*Failed)/i;

/** `The rule ... currently has a RemediationConfiguration`, which somebody has to delete. */
const HAS_REMEDIATION = /remediation/i;

/** Step Functions tries the role of a machine when it is made: what it lacks is no right of who restores. */
export const OF_STATES_ROLE =
  /authorized to assume the provided role|not authorized to (access the Log Destination|create managed-rule)/i;

/** IoT tries the roles of a topic rule when it is made or replaced. */
export const OF_TOPIC_RULES_ROLE = /unable to (assume role|perform: sts:AssumeRole)/i;

/** What passes by waiting, and how long it is given. */
const PATIENCE: readonly Patience[] = [
  {
    when: (error) => /^(throttled|fault)$/.test(failureOf(causeOf(error))),
    times: 8,
    wait: doubling(20_000),
  },
  {
    when: (_error, name, message) =>
      (name === "ResourceInUseException" && !HAS_REMEDIATION.test(message)) ||
      /^OperationAborted(Exception)?$/.test(name) ||
      /^(Concurrent(Modification|Update)|ConflictingResourceUpdate)Exception$/.test(name) ||
      (name === "ConflictException" && /concurrent modification/i.test(message)) ||
      (name === "ResourceConflictException" && PASSING.test(message)),
    times: 60,
    wait: doubling(5_000),
  },
  {
    // A role or a permission that was just made is not yet known everywhere.
    when: (_error, name, message) =>
      (name === "InvalidParameterValueException" && /cannot be assumed by Lambda/i.test(message)) ||
      (name === "InvalidArgument" && /validate the following destination/i.test(message)) ||
      (name === "AccessDeniedException" && OF_STATES_ROLE.test(message)) ||
      (name === "InvalidRequestException" && OF_TOPIC_RULES_ROLE.test(message)) ||
      (/^InvalidLambdaFunction(Exception)?$/.test(name) && /Could not invoke Lambda/i.test(message)) ||
      (name === "InvalidParameterException" &&
        /Could not (execute the lambda function|deliver test message)/i.test(message)) ||
      /Dead letter target does not exist/i.test(message) ||
      /principal does not have permission to invoke/i.test(message),
    times: 5,
    wait: () => 3_000,
  },
  {
    // AWS Config does not know yet that a function lets it in, or what its recorder's role may.
    when: (_error, name) => name === "InsufficientPermissionsException",
    times: 9,
    wait: doubling(15_000),
  },
  {
    // A version that was just published.
    when: (_error, _name, message) =>
      /function must be in an Active state.* is (Pending|Inactive)/is.test(message),
    times: 60,
    wait: () => 5_000,
  },
  {
    // Mount targets of a file system that was just made come up one by one.
    when: (_error, name, message) =>
      name === "InvalidParameterValueException" &&
      /file system.*(please wait|life ?cycle state)/is.test(message),
    times: 36,
    wait: () => 5_000,
  },
  {
    // DynamoDB is about to begin with the backups of a table that was just made, or with that of one that was just deleted.
    when: (_error, name) => /^(ContinuousBackupsUnavailable|BackupInUse)Exception$/.test(name),
    times: 60,
    wait: doubling(5_000),
  },
  {
    // A queue's name is free again a minute after the queue was deleted.
    when: (_error, name) => /QueueDeletedRecently/.test(name),
    times: 14,
    wait: () => 5_000,
  },
  {
    // A state machine's name is free again once its executions have ended.
    when: (_error, name) => name === "StateMachineDeleting",
    times: 24,
    wait: () => 5_000,
  },
];

/**
 * Makes one call, repeats what passes by waiting, and otherwise throws an error that names resource, call and way out.
 * Each patience has its own count, so a throttle does not use up the wait for an update in progress.
 */
export async function attempt<T>(
  sleep: (milliseconds: number) => Promise<void>,
  what: Attempted,
  send: () => Promise<T>,
): Promise<T> {
  const spent = new Map<Patience, number>();
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const { name, message } = apiError(error);
      const words = uncleaned(causeOf(error));
      const patience = PATIENCE.find(({ when }) => when(error, name, words));
      const n = patience === undefined ? 0 : (spent.get(patience) ?? 0);
      if (patience === undefined || n >= patience.times)
        throw error instanceof RestoreError ? error : failed(what, error, message, words);
      spent.set(patience, n + 1);
      await sleep(patience.wait(n));
    }
  }
}

/** The answer, or `undefined` where the service says that there is none. */
export function attemptOrNone<T>(
  sleep: (milliseconds: number) => Promise<void>,
  what: Attempted,
  send: () => Promise<T>,
): Promise<T | undefined> {
  return attempt(sleep, what, () => orNone(send));
}

/** `undefined` for the service's own "not found", and for no other error. */
export async function orNone<T>(send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Of several calls in one attempt, the one that failed is named. The hint goes by AWS's own words, and shows names of AWS only. */
function failed(what: Attempted, error: unknown, message: string, words: string): RestoreError {
  const failure = failureOf(causeOf(error));
  const { call } = error instanceof CallError ? error : what;
  const own = typeof what.hint === "function" ? what.hint(words, apiError(error).name) : what.hint;
  return new RestoreError(
    what.resource,
    call,
    message,
    refusedRuntimeHint(words) ?? own ?? hintOf({ ...what, call }, error),
    failure,
  );
}

/** What the cause says, where it is none that a plain grant or a repetition mends. */
function hintOf({ call, again = AGAIN }: Attempted, error: unknown): string {
  const cause = causeOf(error);
  const known = cause instanceof Error ? knownCause(cause) : undefined;
  const asked = failedCallOf(cause);
  if (known?.what === "not allowed" || (asked === undefined && failureOf(cause) === "denied"))
    return `allow ${call} to the role that restores; then ${again}`;
  if (known === undefined || asked === undefined || known.of === "service") return again;
  return `${known.hint(asked, uncleaned(cause), undefined)}; then ${again}`;
}
