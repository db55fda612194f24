import { type FailedCall, failedCallOf } from "../../core/failed-call.ts";
import { type FailureKind, failureOf, namesOf } from "../../core/failure.ts";

export interface Explained {
  readonly message: string;
  /** What to do instead. */
  readonly hint?: string;
}

interface Kind {
  /** What the failure comes down to, or names that only a person's terminal has to tell apart. */
  readonly when: RegExp | FailureKind;
  readonly what: string;
  readonly hint: (call: FailedCall, text: string, env: Env) => string;
}

type Env = Readonly<Record<string, string | undefined>>;

const READ_A_COPY = "list, verify and restore can read a copy: --from REGION";

const KINDS: readonly Kind[] = [
  {
    when: /^(CredentialsProviderError|TokenProviderError)$/,
    what: "no AWS credentials",
    hint: () => "set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run: aws sso login",
  },
  {
    when: /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClientException|InvalidToken|SignatureDoesNotMatch|InvalidSignatureException)$/,
    what: "AWS refuses these credentials",
    hint: () => "log in again, for example: aws sso login; then look at: aws sts get-caller-identity",
  },
  {
    when: "denied",
    what: "not allowed",
    hint: (call, text) =>
      `grant ${actionOf(call, text)}${call.resource === undefined ? "" : ` on ${call.resource}`}`,
  },
  {
    when: /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/,
    what: "cannot reach AWS",
    hint: ({ region }, _text, { AWS_ENDPOINT_URL: endpoint }) =>
      endpoint === undefined || endpoint === ""
        ? `look at the network, and whether ${region} is written right`
        : `AWS_ENDPOINT_URL is ${endpoint}; if that is the sandbox: npx zonekeep sandbox status`,
  },
  {
    when: /^(ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|TimeoutError)$/,
    what: "no answer from AWS",
    hint: ({ region }) => `look at the health of ${region}; ${READ_A_COPY}`,
  },
  {
    when: /^(NoSuchBucket|StateMachineDoesNotExist|ExecutionDoesNotExist)$/,
    what: "it is not there",
    hint: ({ region }) => `is it deployed? npx cdktf deploy site-${region}`,
  },
  {
    when: "throttled",
    what: "AWS asks to slow down",
    hint: () => "run it again later; every step may be repeated",
  },
  {
    when: "fault",
    what: "AWS fails",
    hint: ({ region }) => `look at the health of ${region}; ${READ_A_COPY}`,
  },
];

/** What IAM calls the operations whose action has another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  "s3:HeadObject": "s3:GetObject",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
  "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
  "lambda:Invoke": "lambda:InvokeFunction",
};

/** One sentence for an error of a call to AWS: the call, the resource, the region; `undefined` for any other error. */
export function explainAwsError(error: unknown, env: Env): Explained | undefined {
  const call = failedCallOf(error);
  if (call === undefined || !(error instanceof Error)) return undefined;
  const names = namesOf(error);
  const text = error.message;
  const failure = failureOf(error);
  const kind = KINDS.find(({ when }) =>
    typeof when === "string" ? when === failure : names.some((name) => when.test(name)),
  );
  const where = `${call.service}:${call.operation}${call.resource === undefined ? "" : ` of ${call.resource}`} in ${call.region}`;
  if (kind === undefined) return { message: `${where}: ${names[0]}: ${text}` };
  // Of a refused connection the SDK says less than the heading does.
  const detail = text === "" || names.includes(text) ? (names[0] ?? "") : text.split("\n")[0];
  return { message: `${kind.what}: ${where} (${detail})`, hint: kind.hint(call, text, env) };
}

/** The same for any error: one of ours says it all in its own words. */
export function explainError(error: unknown, env: Env): Explained {
  return explainAwsError(error, env) ?? { message: error instanceof Error ? error.message : String(error) };
}

/** Whether AWS knows who asks, and says no. */
export function isAccessDenied(error: unknown): boolean {
  return failureOf(error) === "denied";
}

function actionOf({ service, operation }: FailedCall, text: string): string {
  const told = /not authorized to perform: ([\w-]+:\w+)/.exec(text)?.[1];
  const call = `${service}:${operation}`;
  return told ?? ACTIONS[call] ?? call;
}
