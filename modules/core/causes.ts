import { errorText } from "./error-text.ts";
import { type FailedCall, failedCallOf } from "./failed-call.ts";
import { type FailureKind, failureOf, namesOf } from "./failure.ts";
import { MAPPING_CAUSES } from "./mapping-causes.ts";
import { uncleaned } from "./redactor.ts";

/** Why AWS did not do what it was asked, as far as its answer says, and the way out. */
export interface Cause {
  /** A word or two: `not allowed`. */
  readonly what: string;
  /** Whose it is: the next call will fail alike if it is that of the caller or of the service, and may not if of the object. */
  readonly of: "caller" | "service" | "object";
  /** `text` is what AWS said, uncleaned: only what has the form of a name of AWS may be taken from it. */
  readonly hint: (call: FailedCall, text: string, endpoint: string | undefined) => string;
}

interface Row extends Cause {
  /** What the failure comes down to, or names by which services and the network tell it. */
  readonly when: RegExp | FailureKind;
  /** What the text must say too. */
  readonly says?: RegExp;
}

const READ_A_COPY =
  "list, history, verify and restore can read a copy: --from REGION; a restore goes elsewhere: --to REGION";
const KEY = /arn:[\w-]+:kms:([\w-]+):\d+:key\/[\w-]+/;

/** The first that fits. Texts as IAM and S3 write them: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const CAUSES: readonly Row[] = [
  {
    when: /^(CredentialsProviderError|TokenProviderError)$/,
    what: "no AWS credentials",
    of: "caller",
    hint: () => "set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run: aws sso login",
  },
  {
    when: /^(RequestTimeTooSkewed|RequestInTheFuture)$/,
    what: "the clock of this machine is wrong",
    of: "caller",
    hint: () => "set it: AWS refuses requests that are more than 15 minutes off",
  },
  {
    when: /^(InvalidSignatureException|SignatureDoesNotMatch|AuthFailure|RequestExpired)$/,
    says: /Signature (expired|not yet current)|Request has expired/i,
    what: "the clock of this machine is wrong",
    of: "caller",
    hint: () => "set it: AWS refuses requests that are more than 5 minutes off",
  },
  {
    when: /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClientException|InvalidToken|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure)$/,
    what: "AWS refuses these credentials",
    of: "caller",
    hint: () => "log in again, for example: aws sso login; then look at: aws sts get-caller-identity",
  },
  {
    when: /^407$/,
    what: "the proxy refuses",
    of: "caller",
    hint: () =>
      "look at the user and password in HTTPS_PROXY or HTTP_PROXY; NO_PROXY=.amazonaws.com leaves AWS out",
  },
  {
    when: /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_(HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED)|ERR_TLS_CERT_ALTNAME_INVALID)$/,
    what: "the certificate of the host that answers is not trusted",
    of: "caller",
    hint: () =>
      "if a proxy reads TLS, name its certificate: NODE_EXTRA_CA_CERTS=FILE; otherwise look at the clock, and at which host answers",
  },
  {
    when: /^InvalidObjectState$/,
    what: "it is archived",
    of: "object",
    hint: ({ resource, region }) => `${thaw(resource, region)}; hours later, run it again. ${READ_A_COPY}`,
  },
  {
    when: /^(KMS\.)?DisabledException$/,
    what: "its key is disabled",
    of: "object",
    hint: (call, text) => `aws kms enable-key ${keyIn(call, text)}; ${READ_A_COPY}`,
  },
  {
    when: /^(KMS\.)?KMSInvalidStateException$/,
    says: /pending deletion/,
    what: "its key is about to be deleted",
    of: "object",
    hint: (call, text) => {
      const key = keyIn(call, text);
      return `aws kms cancel-key-deletion ${key}, then aws kms enable-key ${key}; ${READ_A_COPY}`;
    },
  },
  {
    when: /^(KMS\.)?(KMSInvalidStateException|KeyUnavailableException)$/,
    what: "its key cannot be used",
    of: "object",
    hint: (call, text) => `look at: aws kms describe-key ${keyIn(call, text)}; ${READ_A_COPY}`,
  },
  {
    when: /^KMS\.NotFoundException$/,
    what: "its key is gone",
    of: "object",
    hint: () => `nothing opens what it encrypted; ${READ_A_COPY}`,
  },
  {
    when: "denied",
    says: /object protected by object lock/,
    what: "it is locked",
    of: "object",
    hint: () => "nothing that Object Lock keeps can be changed before its time ends",
  },
  {
    when: "denied",
    says: /(explicit deny in|because no) an? ?(service control|resource control) policy|because no (service control|resource control) policy/,
    what: "the organization does not allow it",
    of: "object",
    hint: (call, text) =>
      `a ${policyIn(text)} decides: ask who manages the organization to allow ${actionOf(call, text)}`,
  },
  {
    when: "denied",
    says: /with an explicit deny/,
    what: "a policy denies it",
    of: "object",
    hint: (call, text) =>
      `the ${policyIn(text)} denies ${actionOf(call, text)}, and no grant outweighs that: change it, or ask as somebody whom it does not name`,
  },
  {
    when: "denied",
    says: /perform: kms:/,
    what: "its key does not allow it",
    of: "object",
    hint: (call, text) =>
      `grant ${actionOf(call, text)} on ${KEY.exec(text)?.[0] ?? "the key of the site"}, both to who asks and in the policy of the key`,
  },
  {
    when: "denied",
    says: /because no (permissions boundary|session policy|VPC endpoint policy|role trust policy|resource-based policy)/,
    what: "not allowed",
    of: "object",
    hint: (call, text) =>
      `allow ${actionOf(call, text)} in the ${policyIn(text)} too: a grant alone is not enough`,
  },
  {
    when: "denied",
    what: "not allowed",
    of: "object",
    hint: (call, text) =>
      `grant ${actionOf(call, text)}${call.resource === undefined ? "" : ` on ${call.resource}`}`,
  },
  ...MAPPING_CAUSES,
  {
    when: /^(ERR_INVALID_URL|EndpointError)$/,
    what: "an address is not a URL",
    of: "caller",
    hint: (_call, _text, endpoint) =>
      `write http:// or https://, a name and a port: AWS_ENDPOINT_URL is ${endpoint || "not set, is endpoint_url in the profile?"}`,
  },
  {
    when: /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/,
    what: "cannot reach AWS",
    of: "service",
    hint: ({ region }, _text, endpoint) =>
      endpoint === undefined || endpoint === ""
        ? `look at the network, and whether ${region} is written right; behind a proxy, set HTTPS_PROXY`
        : `AWS_ENDPOINT_URL is ${endpoint}; if that is the sandbox: npx zonekeep sandbox status`,
  },
  {
    when: /^(ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EPROTO|TimeoutError)$/,
    what: "no answer from AWS",
    of: "service",
    hint: ({ region }) => `look at the health of ${region}; ${READ_A_COPY}`,
  },
  {
    when: /^(NoSuchBucket|StateMachineDoesNotExist|ExecutionDoesNotExist)$/,
    what: "it is not there",
    of: "service",
    hint: ({ region }) => `is it deployed? npx cdktf deploy site-${region}`,
  },
  {
    when: "throttled",
    what: "AWS asks to slow down",
    of: "service",
    hint: () => "run it again later; every step may be repeated",
  },
  {
    when: "fault",
    what: "AWS fails",
    of: "service",
    hint: ({ region }) => `look at the health of ${region}; ${READ_A_COPY}`,
  },
];

/** What is known of an error of a call to AWS; `undefined` where AWS's own words must do. */
export function knownCause(error: Error): Cause | undefined {
  const names = namesOf(error);
  const failure = failureOf(error);
  return CAUSES.find(({ when, says }) => {
    const isMeant = typeof when === "string" ? when === failure : names.some((name) => when.test(name));
    return isMeant && (says === undefined || says.test(uncleaned(error)));
  });
}

/** One line as `errorText` gives it, after what is known of its cause: `it is archived: InvalidObjectState: ...`. */
export function whyText(error: unknown): string {
  const cause = error instanceof Error ? knownCause(error) : undefined;
  return cause === undefined ? errorText(error) : `${cause.what}: ${errorText(error)}`;
}

/** The way out of the call that an error, or what caused it, belongs to; `undefined` where none is known. */
export function remedyOf(error: unknown, endpoint?: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const call = failedCallOf(error);
  if (call === undefined) return remedyOf(error.cause, endpoint);
  return knownCause(error)?.hint(call, uncleaned(error), endpoint);
}

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

function actionOf({ service, operation }: FailedCall, text: string): string {
  const told = /not authorized to perform: ([\w-]+:\w+)/.exec(text)?.[1];
  const call = `${service}:${operation}`;
  return told ?? ACTIONS[call] ?? call;
}

/** `service control policy`, `permissions boundary`. */
function policyIn(text: string): string {
  const found = /(?:explicit deny in an? |because no )((?:[\w-]+ ){0,2}(?:policy|boundary))/.exec(text);
  return found?.[1] ?? "policy";
}

function keyIn({ region }: FailedCall, text: string): string {
  const [key = "KEY", home = region] = KEY.exec(text) ?? [];
  return `--region ${home} --key-id ${key}`;
}

function thaw(resource: string | undefined, region: string): string {
  const [, bucket = "BUCKET", key = "KEY"] = /^s3:\/\/([^/]+)\/(.+)$/.exec(resource ?? "") ?? [];
  return `aws s3api restore-object --region ${region} --bucket ${bucket} --key ${key} --restore-request Days=7`;
}
